"""Takes an organization through its life with the AWS CLI, unmodified, as somebody at a terminal would.

What is looked at is what the CLI adds to botocore: files and shorthand as arguments, its own pages, `--query`, and the
exit code and the words of an error.

    python tests/clients/aws_cli_walk.py target/debug/orgc
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sandbox import MANAGEMENT, Server

TEMPLATE = {"Parameters": {"Name": {"Type": "String"}}, "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
ALLOW_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
BACKUP = {"plans": {"daily": {"regions": {"@@assign": ["eu-west-1"]}}}}
# How version 1 ends when the service refuses a call.
REFUSED = 255


class Cli:
    """The CLI in a folder, with nothing of its caller's settings."""

    def __init__(self, server, folder):
        self.server, self.folder, self.calls = server, Path(folder), 0
        own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        files = {"AWS_CONFIG_FILE": str(self.folder / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(self.folder / "none")}
        keys = {"AWS_ACCESS_KEY_ID": MANAGEMENT, "AWS_SECRET_ACCESS_KEY": "any", "AWS_MAX_ATTEMPTS": "1"}
        self.environment = {**own, **files, **keys}

    def run(self, *words):
        self.calls += 1
        command = [sys.executable, "-m", "awscli", "--endpoint-url", self.server.url, "--region", "us-east-1", *words]
        return subprocess.run(command, env=self.environment, cwd=self.folder, capture_output=True, text=True)

    def text(self, *words):
        ended = self.run(*words)
        assert ended.returncode == 0, f"{words}: {ended.returncode}: {ended.stderr}"
        return ended.stdout.strip()

    def __call__(self, *words):
        """The JSON that a command prints."""
        printed = self.text(*words)
        return json.loads(printed) if printed else None

    def write(self, name, content):
        """A file for an argument."""
        (self.folder / name).write_text(json.dumps(content))
        return f"file://{name}"


def tree(aws):
    """An organization with a unit and an account in it."""
    assert aws("sts", "get-caller-identity")["Account"] == MANAGEMENT
    founded = aws("organizations", "create-organization", "--feature-set", "ALL")["Organization"]
    assert (founded["MasterAccountId"], founded["FeatureSet"]) == (MANAGEMENT, "ALL"), founded
    root = aws.text("organizations", "list-roots", "--query", "Roots[0].Id", "--output", "text")
    unit = aws("organizations", "create-organizational-unit", "--parent-id", root, "--name", "Work")["OrganizationalUnit"]
    account = create_account(aws)
    move = ("--source-parent-id", root, "--destination-parent-id", unit["Id"])
    aws("organizations", "move-account", "--account-id", account, *move)
    return root, unit["Id"], account


def create_account(aws):
    named = ("--email", "dev@example.com", "--account-name", "dev")
    begun = aws("organizations", "create-account", *named)["CreateAccountStatus"]
    assert begun["State"] == "IN_PROGRESS", begun
    aws.server.advance(20)
    asked = ("--create-account-request-id", begun["Id"])
    ended = aws("organizations", "describe-create-account-status", *asked)["CreateAccountStatus"]
    assert ended["State"] == "SUCCEEDED", ended
    return ended["AccountId"]


def pages(aws):
    """The CLI cuts pages of its own, asks for smaller ones, and joins what it gets."""
    first = aws("organizations", "list-accounts", "--max-items", "1")
    rest = aws("organizations", "list-accounts", "--starting-token", first["NextToken"])
    assert (len(first["Accounts"]), len(rest["Accounts"]), "NextToken" in rest) == (1, 1, False), (first, rest)
    joined = aws("organizations", "list-accounts", "--page-size", "1")
    assert joined["Accounts"] == first["Accounts"] + rest["Accounts"], joined


def policies(aws, root, unit, account):
    aws("organizations", "enable-policy-type", "--root-id", root, "--policy-type", "BACKUP_POLICY")
    aws.server.advance(5)
    for policy_type, content in (("SERVICE_CONTROL_POLICY", ALLOW_ALL), ("BACKUP_POLICY", BACKUP)):
        of_type = ("--type", policy_type, "--name", policy_type, "--description", "")
        file = aws.write("policy.json", content)
        made = aws("organizations", "create-policy", *of_type, "--content", file)["Policy"]
        assert json.loads(made["Content"]) == content, made
        policy = made["PolicySummary"]["Id"]
        aws("organizations", "attach-policy", "--policy-id", policy, "--target-id", unit)
    asked = ("--target-id", unit, "--filter", "SERVICE_CONTROL_POLICY", "--query", "Policies[].Name", "--output", "text")
    names = aws.text("organizations", "list-policies-for-target", *asked)
    assert names.split() == ["FullAWSAccess", "SERVICE_CONTROL_POLICY"], names
    asked = ("--policy-type", "BACKUP_POLICY", "--target-id", account)
    effective = aws("organizations", "describe-effective-policy", *asked)["EffectivePolicy"]
    assert json.loads(effective["PolicyContent"]) == {"plans": {"daily": {"regions": ["eu-west-1"]}}}, effective


def tags(aws, account):
    aws("organizations", "tag-resource", "--resource-id", account, "--tags", "Key=team,Value=data")
    asked = ("--tag-filters", "Key=team,Values=data", "--resource-type-filters", "organizations:account")
    [found] = aws("resourcegroupstaggingapi", "get-resources", *asked)["ResourceTagMappingList"]
    assert found["ResourceARN"].endswith(account) and found["Tags"] == [{"Key": "team", "Value": "data"}], found


def contact(aws):
    written = {
        "FullName": "Ada Example", "AddressLine1": "1 Street", "City": "Berlin", "StateOrRegion": "BE",
        "PostalCode": "10115", "CountryCode": "DE", "PhoneNumber": "+49 30 1234567",
    }
    shorthand = ",".join(f"{name}={value}" for name, value in written.items())
    aws("account", "put-contact-information", "--contact-information", shorthand)
    assert aws("account", "get-contact-information")["ContactInformation"] == written


def stack_sets(aws, unit, account):
    aws("cloudformation", "activate-organizations-access")
    named = ("--stack-set-name", "topics")
    template, model = aws.write("template.json", TEMPLATE), ("--permission-model", "SERVICE_MANAGED")
    more = ("--auto-deployment", "Enabled=true,RetainStacksOnAccountRemoval=false")
    parameters = ("--parameters", "ParameterKey=Name,ParameterValue=alerts")
    aws("cloudformation", "create-stack-set", *named, "--template-body", template, *model, *more, *parameters)
    targets = ("--deployment-targets", f"OrganizationalUnitIds={unit}", "--regions", "eu-west-1")
    operation = aws("cloudformation", "create-stack-instances", *named, *targets)["OperationId"]
    aws.server.advance(60)
    asked = (*named, "--operation-id", operation)
    ended = aws("cloudformation", "describe-stack-set-operation", *asked)["StackSetOperation"]
    assert (ended["Action"], ended["Status"]) == ("CREATE", "SUCCEEDED"), ended
    [instance] = aws("cloudformation", "list-stack-instances", *named)["Summaries"]
    assert (instance["Account"], instance["Region"], instance["Status"]) == (account, "eu-west-1", "CURRENT"), instance


def errors(aws):
    refused = aws.run("organizations", "describe-account", "--account-id", "999999999999")
    words = "An error occurred (AccountNotFoundException) when calling the DescribeAccount operation"
    assert refused.returncode == REFUSED and words in refused.stderr, refused


def main(program):
    with tempfile.TemporaryDirectory() as folder, Server(program, folder) as server:
        aws = Cli(server, folder)
        root, unit, account = tree(aws)
        pages(aws)
        policies(aws, root, unit, account)
        tags(aws, account)
        contact(aws)
        stack_sets(aws, unit, account)
        errors(aws)
        print(f"{aws.calls} commands")


if __name__ == "__main__":
    main(sys.argv[1])
