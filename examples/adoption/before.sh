#!/bin/sh
# Makes, by hand, the organization that `main.org` adopts, and prints the ids to write into it.
# Run it against the sandbox, with the AWS CLI:
#
#   orgc sandbox serve --port 4599 &
#   AWS_ENDPOINT_URL=http://127.0.0.1:4599 sh before.sh
set -eu
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
: "${AWS_ENDPOINT_URL:?set it to the address of the sandbox}"

ask() { aws organizations "$@" --output text; }

unit() { ask create-organizational-unit --parent-id "$1" --name "$2" --query OrganizationalUnit.Id; }

# Makes an account, waits for it, and moves it to its unit.
account() {
  request=$(ask create-account --account-name "$2" --email "$3" --query CreateAccountStatus.Id)
  status="ask describe-create-account-status --create-account-request-id $request --query CreateAccountStatus"
  while [ "$($status.State)" = IN_PROGRESS ]; do sleep 1; done
  id=$($status.AccountId)
  ask move-account --account-id "$id" --source-parent-id "$root" --destination-parent-id "$1" >/dev/null
  echo "$id"
}

policy() {
  id=$(ask create-policy --type SERVICE_CONTROL_POLICY --name "$2" --description "" \
    --content "file://policies/$3" --query Policy.PolicySummary.Id)
  ask attach-policy --policy-id "$id" --target-id "$1" >/dev/null
  echo "$id"
}

organization=$(ask create-organization --feature-set ALL --query Organization.Id)
management=$(ask describe-organization --query Organization.MasterAccountId)
root=$(ask list-roots --query 'Roots[0].Id')
ask enable-policy-type --root-id "$root" --policy-type SERVICE_CONTROL_POLICY >/dev/null 2>&1 || true
eng=$(unit "$root" Eng)
legacy=$(unit "$root" Legacy)
empty=$(unit "$legacy" Empty)
frontend=$(account "$eng" Frontend aws+web@acme.com)
sandbox=$(account "$legacy" "Old Sandbox" aws+sandbox@acme.com)
partner=$(account "$legacy" "Partner Lab" aws+partner@acme.com)
spun=$(account "$legacy" "Spun Off" aws+spun-off@acme.com)
deny=$(policy "$eng" LegacyDeny legacy-deny.json)
lock=$(policy "$legacy" OldRegionLock old-region-lock.json)

cat <<IDS
in main.org      here
o-a1b2c3d4e5     $organization
012345678901     $management (its e-mail and title differ too)
ou-ab12-cd34ef56 $eng
ou-ab12-ef56ab78 $legacy
ou-ab12-12ab34cd $empty
222233334444     $frontend
333344445555     $sandbox
444455556666     $partner
555566667777     $spun
p-0a1b2c3d4e     $deny
p-5f6a7b8c9d     $lock
IDS
