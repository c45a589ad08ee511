"""Walks through every operation of the emulator with boto3, unmodified.

Every reply is held against botocore's own model of it: no member that the model does not know, none missing
that it requires, and each of the type, in the enumeration and of the pattern that it gives. At the end every
operation of the services must have been answered once, but for those that the emulator does not have.

    python tests/clients/boto3_walk.py target/debug/orgc
"""

import datetime
import json
import re
import sys
import tempfile
import xml.etree.ElementTree as xml

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from sandbox import MANAGEMENT, Server

OUTSIDE = "222222222222"
OTHER = "333333333333"

# Operations of the model that the emulator does not have.
MISSING = {
    "resourcegroupstaggingapi": {
        "DescribeReportCreation", "GetComplianceSummary", "ListRequiredTags", "StartReportCreation",
        "TagResources", "UntagResources",
    },
}
# Of two services, the operations that the emulator is about.
OF_STACK_SETS = re.compile("StackSet|StackInstance|OrganizationsAccess")
OF_STS = {"GetCallerIdentity"}

ALLOW_ALL = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
TEMPLATE = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})


class Walk:
    """Clients of one server, which hold each reply against the model."""

    def __init__(self, server, answered, faults):
        self.server = server
        self.answered = answered
        self.faults = faults

    def client(self, service, account=MANAGEMENT):
        client = boto3.client(
            service,
            region_name="us-east-1",
            endpoint_url=self.server.url,
            aws_access_key_id=account,
            aws_secret_access_key="any",
            config=Config(retries={"max_attempts": 1}),
        )
        events, name = client.meta.events, client.meta.service_model.service_id.hyphenize()
        events.register(f"before-parse.{name}", self.look)
        # So that no call comes sooner than its rate allows.
        events.register(f"before-call.{name}", lambda **_: self.server.advance(1))
        return client

    def look(self, operation_model, response_dict, **_):
        if response_dict["status_code"] >= 300:
            return
        service = operation_model.service_model
        self.answered.setdefault(service.service_name, set()).add(operation_model.name)
        where = f"{service.service_name}.{operation_model.name}"
        shape = operation_model.output_shape
        if service.metadata["protocol"] == "query":
            self.look_at_xml(operation_model, response_dict["body"], where)
        elif shape is not None:
            self.json(shape, json.loads(response_dict["body"] or "{}"), where)

    def look_at_xml(self, operation_model, body, where):
        root = strip(xml.fromstring(body))
        self.expect(root.tag == f"{operation_model.name}Response", f"{where}: the root is {root.tag}")
        if operation_model.output_shape is None:
            return
        wrapper = operation_model.output_shape.serialization.get("resultWrapper")
        result = root.find(wrapper) if wrapper else root
        self.expect(result is not None, f"{where}: no {wrapper}")
        if result is not None:
            self.xml(operation_model.output_shape, result, where)

    def json(self, shape, value, where):
        if shape.type_name == "structure":
            self.members(shape, value.keys(), where)
            for name, inner in shape.members.items():
                if name in value:
                    self.json(inner, value[name], f"{where}.{name}")
        elif shape.type_name == "list":
            for item in value:
                self.json(shape.member, item, f"{where}[]")
        elif shape.type_name == "map":
            for item in value.values():
                self.json(shape.value, item, f"{where}{{}}")
        else:
            self.scalar(shape, value, where)

    def xml(self, shape, element, where):
        if shape.type_name == "structure":
            self.members(shape, [child.tag for child in element], where)
            for child in element:
                if child.tag in shape.members:
                    self.xml(shape.members[child.tag], child, f"{where}.{child.tag}")
        elif shape.type_name == "list":
            for child in element:
                self.expect(child.tag == "member", f"{where}: an element is called {child.tag}")
                self.xml(shape.member, child, f"{where}[]")
        else:
            self.scalar(shape, element.text or "", where)

    def members(self, shape, names, where):
        unknown = set(names) - set(shape.members)
        missing = set(shape.required_members) - set(names)
        self.expect(not unknown, f"{where}: unknown {sorted(unknown)}")
        self.expect(not missing, f"{where}: missing {sorted(missing)}")

    def scalar(self, shape, value, where):
        kinds = {"string": str, "boolean": (bool, str), "integer": (int, str), "long": (int, str)}
        kind = kinds.get(shape.type_name, (str, int, float))
        self.expect(isinstance(value, kind), f"{where}: {value!r} is no {shape.type_name}")
        if shape.type_name == "string":
            self.expect(not shape.enum or value in shape.enum, f"{where}: {value!r} is not in the enumeration")
            pattern = shape.metadata.get("pattern")
            if pattern and "\\p{" not in pattern:
                fits = re.fullmatch(pattern, value)
                self.expect(fits, f"{where}: {value!r} is not of the form {pattern}")

    def expect(self, holds, fault):
        if not holds and fault not in self.faults:
            self.faults.append(fault)


def strip(root):
    """The same tree without name spaces."""
    for element in root.iter():
        element.tag = element.tag.split("}")[-1]
    return root


def refused(code, call, **input):
    try:
        call(**input)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return
    raise AssertionError(f"expected {code}")


def units_and_accounts(walk):
    org, server = walk.client("organizations"), walk.server
    org.create_organization(FeatureSet="CONSOLIDATED_BILLING")
    invited = org.invite_account_to_organization(Target={"Type": "ACCOUNT", "Id": OUTSIDE}, Notes="join")
    outside = walk.client("organizations", OUTSIDE)
    outside.list_handshakes_for_account()
    outside.describe_handshake(HandshakeId=invited["Handshake"]["Id"])
    outside.accept_handshake(HandshakeId=invited["Handshake"]["Id"])
    every = org.enable_all_features()["Handshake"]["Id"]
    child = org.list_handshakes_for_organization(Filter={"ParentHandshakeId": every})["Handshakes"][0]["Id"]
    outside.accept_handshake(HandshakeId=child)
    org.accept_handshake(HandshakeId=every)
    for operation in ("decline_handshake", "cancel_handshake"):
        other = org.invite_account_to_organization(Target={"Type": "ACCOUNT", "Id": OTHER})["Handshake"]["Id"]
        caller = walk.client("organizations", OTHER) if operation == "decline_handshake" else org
        getattr(caller, operation)(HandshakeId=other)

    root = org.list_roots()["Roots"][0]["Id"]
    unit = org.create_organizational_unit(ParentId=root, Name="Workloads")["OrganizationalUnit"]["Id"]
    spare = org.create_organizational_unit(ParentId=unit, Name="Spare")["OrganizationalUnit"]["Id"]
    org.update_organizational_unit(OrganizationalUnitId=spare, Name="Spare2")
    org.describe_organizational_unit(OrganizationalUnitId=spare)
    org.delete_organizational_unit(OrganizationalUnitId=spare)
    refused("DuplicateOrganizationalUnitException", org.create_organizational_unit, ParentId=root, Name="Workloads")
    accounts = []
    for create, name in ((org.create_account, "dev"), (org.create_account, "old"), (org.create_gov_cloud_account, "gov")):
        request = create(Email=f"{name}@example.com", AccountName=name)["CreateAccountStatus"]["Id"]
        server.advance(30)
        status = org.describe_create_account_status(CreateAccountRequestId=request)["CreateAccountStatus"]
        assert status["State"] == "SUCCEEDED", status
        accounts.append(status["AccountId"])
    org.list_create_account_status(States=["SUCCEEDED"])
    dev, old, gov = accounts
    org.move_account(AccountId=dev, SourceParentId=root, DestinationParentId=unit)
    org.describe_account(AccountId=dev)
    org.list_accounts()
    org.list_accounts_for_parent(ParentId=unit)
    org.list_organizational_units_for_parent(ParentId=root)
    org.list_children(ParentId=root, ChildType="ACCOUNT")
    org.list_parents(ChildId=dev)
    org.tag_resource(ResourceId=dev, Tags=[{"Key": "team", "Value": "data"}])
    org.list_tags_for_resource(ResourceId=dev)
    org.untag_resource(ResourceId=dev, TagKeys=["none"])
    org.close_account(AccountId=old)
    outside.leave_organization()
    return root, unit, dev, gov


def policies(walk, root, unit, dev):
    org, server = walk.client("organizations"), walk.server
    for kind in ("SERVICE_CONTROL_POLICY", "BACKUP_POLICY"):
        org.enable_policy_type(RootId=root, PolicyType=kind)
        server.advance(10)
    made = org.create_policy(
        Name="Guard", Description="", Type="SERVICE_CONTROL_POLICY", Content=ALLOW_ALL,
        Tags=[{"Key": "team", "Value": "data"}],
    )
    guard = made["Policy"]["PolicySummary"]["Id"]
    org.update_policy(PolicyId=guard, Description="lets everything through")
    org.describe_policy(PolicyId=guard)
    org.list_policies(Filter="SERVICE_CONTROL_POLICY")
    org.attach_policy(PolicyId=guard, TargetId=unit)
    org.list_policies_for_target(TargetId=unit, Filter="SERVICE_CONTROL_POLICY")
    org.list_targets_for_policy(PolicyId=guard)
    refused("PolicyInUseException", org.delete_policy, PolicyId=guard)
    org.detach_policy(PolicyId=guard, TargetId=unit)
    org.delete_policy(PolicyId=guard)

    rules = {f"r{number}": {"schedule_expression": {"@@assign": "cron(0 5 ? * * *)"}} for number in range(11)}
    content = json.dumps({"plans": {"daily": {"regions": {"@@assign": ["eu-west-1"]}, "rules": rules}}})
    backup = org.create_policy(Name="Backup", Description="", Type="BACKUP_POLICY", Content=content)
    backup = backup["Policy"]["PolicySummary"]["Id"]
    org.attach_policy(PolicyId=backup, TargetId=unit)
    org.list_accounts_with_invalid_effective_policy(PolicyType="BACKUP_POLICY")
    org.list_effective_policy_validation_errors(AccountId=dev, PolicyType="BACKUP_POLICY")
    content = json.dumps({"plans": {"daily": {"regions": {"@@assign": ["eu-west-1"]}}}})
    org.update_policy(PolicyId=backup, Content=content)
    org.describe_effective_policy(PolicyType="BACKUP_POLICY", TargetId=dev)
    org.disable_policy_type(RootId=root, PolicyType="BACKUP_POLICY")


def services(walk, dev):
    org = walk.client("organizations")
    service = "account.amazonaws.com"
    org.enable_aws_service_access(ServicePrincipal=service)
    org.list_aws_service_access_for_organization()
    org.register_delegated_administrator(AccountId=dev, ServicePrincipal=service)
    org.list_delegated_administrators()
    org.list_delegated_services_for_account(AccountId=dev)
    org.deregister_delegated_administrator(AccountId=dev, ServicePrincipal=service)
    statement = {
        "Effect": "Allow", "Principal": {"AWS": dev}, "Action": "organizations:ListPolicies", "Resource": "*",
    }
    content = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    org.put_resource_policy(Content=content)
    org.describe_resource_policy()
    walk.client("organizations", dev).list_policies(Filter="SERVICE_CONTROL_POLICY")
    org.delete_resource_policy()
    org.enable_aws_service_access(ServicePrincipal="guardduty.amazonaws.com")
    org.disable_aws_service_access(ServicePrincipal="guardduty.amazonaws.com")


def transfers(walk):
    org = walk.client("organizations")
    moment = json.loads(walk.server.order("GET", "view"))["now"]
    now = datetime.datetime.fromtimestamp(moment / 1000, datetime.timezone.utc)
    start = (now.replace(day=1) + datetime.timedelta(days=40)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    handshake = org.invite_organization_to_transfer_responsibility(
        Type="BILLING", Target={"Type": "ACCOUNT", "Id": OTHER}, StartTimestamp=start, SourceName="Daughter",
    )["Handshake"]["Id"]
    walk.client("organizations", OTHER).accept_handshake(HandshakeId=handshake)
    transfer = org.list_inbound_responsibility_transfers(Type="BILLING")["ResponsibilityTransfers"][0]["Id"]
    org.list_outbound_responsibility_transfers(Type="BILLING")
    org.describe_responsibility_transfer(Id=transfer)
    org.update_responsibility_transfer(Id=transfer, Name="Sister")
    org.terminate_responsibility_transfer(Id=transfer)


def account_api(walk, dev, gov):
    api, server = walk.client("account"), walk.server
    api.put_account_name(AccountId=dev, AccountName="Development")
    api.get_account_information(AccountId=dev)
    api.get_gov_cloud_account_information(StandardAccountId=gov)
    api.get_primary_email(AccountId=dev)
    api.start_primary_email_update(AccountId=dev, PrimaryEmail="new@example.com")
    api.get_primary_email_update_status(AccountId=dev)
    api.accept_primary_email_update(AccountId=dev, PrimaryEmail="new@example.com", Otp=server.code("new@example.com"))
    contact = {
        "FullName": "Ada", "AddressLine1": "Street 1", "City": "Paris", "PostalCode": "75001",
        "CountryCode": "FR", "PhoneNumber": "+33 1 23",
    }
    api.put_contact_information(AccountId=dev, ContactInformation=contact)
    api.get_contact_information(AccountId=dev)
    api.send_phone_number_verification(AccountId=dev)
    api.verify_phone_number(AccountId=dev, Otp=server.code("+33 1 23"))
    kind = {"AccountId": dev, "AlternateContactType": "SECURITY"}
    api.put_alternate_contact(
        **kind, Name="Team", Title="Security", EmailAddress="security@example.com", PhoneNumber="+33 1 24",
    )
    api.get_alternate_contact(**kind)
    api.delete_alternate_contact(**kind)
    refused("ResourceNotFoundException", api.get_alternate_contact, **kind)
    api.enable_region(AccountId=dev, RegionName="af-south-1")
    api.get_region_opt_status(AccountId=dev, RegionName="af-south-1")
    server.advance(3600)
    api.disable_region(AccountId=dev, RegionName="af-south-1")
    api.list_regions(AccountId=dev)


def stack_sets(walk, unit, dev):
    api, server = walk.client("cloudformation"), walk.server
    api.activate_organizations_access()
    api.describe_organizations_access()
    name = {"StackSetName": "Audit"}
    api.create_stack_set(
        **name, TemplateBody=TEMPLATE, PermissionModel="SERVICE_MANAGED", Tags=[{"Key": "team", "Value": "data"}],
        AutoDeployment={"Enabled": True, "RetainStacksOnAccountRemoval": False},
    )
    api.list_stack_sets(Status="ACTIVE")
    where = {"DeploymentTargets": {"OrganizationalUnitIds": [unit]}, "Regions": ["eu-west-1"]}
    made = api.create_stack_instances(**name, **where)["OperationId"]
    refused("OperationInProgressException", api.create_stack_instances, **name, **where)
    server.advance(120)
    assert api.describe_stack_set_operation(**name, OperationId=made)["StackSetOperation"]["Status"] == "SUCCEEDED"
    api.list_stack_set_operations(**name)
    api.list_stack_set_operation_results(**name, OperationId=made)
    api.describe_stack_set(**name)
    api.list_stack_instances(**name)
    api.list_stack_set_auto_deployment_targets(**name)
    api.describe_stack_instance(**name, StackInstanceAccount=dev, StackInstanceRegion="eu-west-1")
    drift(api, server, name, dev)
    as_delegate(walk, org=walk.client("organizations"), dev=dev, name=name)
    api.update_stack_set(**name, TemplateBody=TEMPLATE, Description="audits")
    server.advance(120)
    stopped = api.update_stack_instances(**name, **where)["OperationId"]
    api.stop_stack_set_operation(**name, OperationId=stopped)
    server.advance(120)
    stack = api.list_stack_instances(**name)["Summaries"][0]["StackId"]
    api.delete_stack_instances(**name, **where, RetainStacks=True)
    server.advance(120)
    refused("StackNotFoundException", api.import_stacks_to_stack_set, **name, StackIds=[stack + "0"], OrganizationalUnitIds=[unit])
    api.import_stacks_to_stack_set(**name, StackIds=[stack], OrganizationalUnitIds=[unit])
    server.advance(120)
    assert api.list_stack_instances(**name)["Summaries"][0]["StackId"] == stack
    api.delete_stack_instances(**name, **where, RetainStacks=False)
    server.advance(120)
    api.delete_stack_set(**name)
    api.deactivate_organizations_access()


def drift(api, server, name, dev):
    """A stack that was changed by hand is found by the detection of drift."""
    stack = api.list_stack_instances(**name)["Summaries"][0]["StackId"]
    resources = {"Topic": {"type": "AWS::SNS::Topic", "status": "MODIFIED"}}
    server.order("PUT", "drift", {"stack": stack, "resources": resources})
    look = api.detect_stack_set_drift(**name)["OperationId"]
    api.describe_stack_set_operation(**name, OperationId=look)
    server.advance(120)
    details = api.describe_stack_set(**name)["StackSet"]["StackSetDriftDetectionDetails"]
    assert (details["DriftStatus"], details["DriftedStackInstancesCount"]) == ("DRIFTED", 1), details
    found = api.list_stack_instance_resource_drifts(
        **name, StackInstanceAccount=dev, StackInstanceRegion="eu-west-1", OperationId=look,
        StackInstanceResourceDriftStatuses=["MODIFIED", "DELETED"],
    )
    assert [one["LogicalResourceId"] for one in found["Summaries"]] == ["Topic"], found
    filters = [{"Name": "DRIFT_STATUS", "Values": "DRIFTED"}]
    assert len(api.list_stack_instances(**name, Filters=filters)["Summaries"]) == 1


def as_delegate(walk, org, dev, name):
    """A member operates the sets of the management account, once it is registered."""
    member, role = walk.client("cloudformation", dev), {"CallAs": "DELEGATED_ADMIN"}
    refused("ValidationError", member.describe_stack_set, **name, **role)
    principal = {"AccountId": dev, "ServicePrincipal": "member.org.stacksets.cloudformation.amazonaws.com"}
    org.register_delegated_administrator(**principal)
    member.describe_stack_set(**name, **role)
    assert member.list_stack_sets(Status="ACTIVE", **role)["Summaries"]
    refused("AccessDenied", member.describe_stack_set, **name)
    org.deregister_delegated_administrator(**principal)


def the_rest(walk, dev):
    tagging = walk.client("resourcegroupstaggingapi")
    resources = tagging.get_resources(ResourceTypeFilters=["organizations:account"])
    assert resources["ResourceTagMappingList"][0]["Tags"], resources
    tagging.get_tag_keys()
    tagging.get_tag_values(Key="team")
    assert walk.client("sts", dev).get_caller_identity()["Account"] == dev
    org = walk.client("organizations")
    refused("WAIT_PERIOD", lambda: refuse_as_reason(org, dev))
    walk.server.advance(5 * 24 * 3600)
    org.remove_account_from_organization(AccountId=dev)


def refuse_as_reason(org, account):
    """The wait before a created account may leave; botocore keeps the reason beside the error."""
    try:
        org.remove_account_from_organization(AccountId=account)
    except ClientError as error:
        assert error.response["Reason"] == "WAIT_PERIOD_ACTIVE", error.response
        error.response["Error"]["Code"] = "WAIT_PERIOD"
        raise


def an_empty_organization(walk):
    """The last operations need one of their own."""
    org = walk.client("organizations")
    org.create_organization(FeatureSet="ALL")
    org.describe_organization()
    org.delete_organization()


def not_answered(answered):
    """The operations of the services that nobody has walked through."""
    for service in ("organizations", "account", "cloudformation", "resourcegroupstaggingapi", "sts"):
        model = boto3.client(service, region_name="us-east-1").meta.service_model
        names = set(model.operation_names)
        if service == "cloudformation":
            names = {name for name in names if OF_STACK_SETS.search(name)}
        if service == "sts":
            names &= OF_STS
        for name in sorted(names - answered.get(service, set()) - MISSING.get(service, set())):
            yield f"{service}.{name}: never answered"


def everything(walk):
    root, unit, dev, gov = units_and_accounts(walk)
    policies(walk, root, unit, dev)
    services(walk, dev)
    transfers(walk)
    account_api(walk, dev, gov)
    stack_sets(walk, unit, dev)
    the_rest(walk, dev)


def main(program):
    answered, faults = {}, []
    for steps in (everything, an_empty_organization):
        with tempfile.TemporaryDirectory() as folder:
            with Server(program, folder) as server:
                steps(Walk(server, answered, faults))
    faults.extend(not_answered(answered))
    for fault in faults:
        print(fault)
    count = sum(len(names) for names in answered.values())
    print(f"{len(faults)} faults" if faults else f"{count} operations answered as their models say")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
