//! What has no policy: a stack in each account and Region.
//!
//! The stack of one Region needs nothing from that of another, so the order of Regions and the moment
//! at which an account joins make no difference. What there is once stands in the first Region.

use crate::SecurityBaseline;
use orgc_plugin_sdk::{Value, value};

/// The template of the stack set.
pub fn of(block: &SecurityBaseline, name: &str) -> Value {
    let home = block.regions.first().map(ToString::to_string).unwrap_or_default();
    let mut resources = value!({});
    if block.cloudtrail {
        resources.insert("TrailBucket", when_home(bucket(block)));
        resources.insert("TrailBucketPolicy", when_home(bucket_policy("TrailBucket", trail_writes())));
        resources.insert("Trail", when_home(trail()));
    }
    if block.config {
        resources.insert("ConfigBucket", bucket(block));
        resources.insert("ConfigBucketPolicy", bucket_policy("ConfigBucket", Vec::new()));
        resources.insert("ConfigRole", config_role());
        resources.insert("Recorder", recorder());
        resources.insert("DeliveryChannel", delivery_channel());
    }
    if block.encrypt_volumes {
        resources.insert("EncryptionRole", encryption_role());
        resources.insert("Encryption", encryption());
    }
    let mut template = value!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": (format!("Security baseline {name}")),
    });
    if block.cloudtrail || block.config {
        let is_home = value!({ "Fn::Equals": [{ "Ref": "AWS::Region" }, home] });
        template.insert("Conditions", value!({ "IsHome": is_home }));
    }
    template.insert("Resources", resources);
    template
}

fn when_home(mut resource: Value) -> Value {
    resource.insert("Condition", "IsHome".into());
    resource
}

/// A private bucket that outlives its stack.
fn bucket(block: &SecurityBaseline) -> Value {
    value!({
        "Type": "AWS::S3::Bucket",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "BucketEncryption": { "ServerSideEncryptionConfiguration": [
                { "ServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } },
            ] },
            "OwnershipControls": { "Rules": [{ "ObjectOwnership": "BucketOwnerEnforced" }] },
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": true,
                "BlockPublicPolicy": true,
                "IgnorePublicAcls": true,
                "RestrictPublicBuckets": true,
            },
            "LifecycleConfiguration": { "Rules": [
                { "Id": "keep", "Status": "Enabled", "ExpirationInDays": (block.keep_days()) },
            ] },
        },
    })
}

fn bucket_policy(bucket: &str, mut statements: Vec<Value>) -> Value {
    let everything = format!("${{{bucket}.Arn}}/*");
    statements.push(value!({
        "Sid": "EncryptedConnections",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [{ "Fn::GetAtt": [bucket, "Arn"] }, { "Fn::Sub": everything }],
        "Condition": { "Bool": { "aws:SecureTransport": "false" } },
    }));
    value!({
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": { "Ref": bucket },
            "PolicyDocument": { "Version": "2012-10-17", "Statement": statements },
        },
    })
}

/// What CloudTrail does in its bucket, for trails of this account only.
fn trail_writes() -> Vec<Value> {
    let own = || value!({ "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } });
    vec![
        value!({
            "Sid": "TrailLooks",
            "Effect": "Allow",
            "Principal": { "Service": "cloudtrail.amazonaws.com" },
            "Action": "s3:GetBucketAcl",
            "Resource": { "Fn::GetAtt": ["TrailBucket", "Arn"] },
            "Condition": (own()),
        }),
        value!({
            "Sid": "TrailWrites",
            "Effect": "Allow",
            "Principal": { "Service": "cloudtrail.amazonaws.com" },
            "Action": "s3:PutObject",
            "Resource": { "Fn::Sub": "${TrailBucket.Arn}/AWSLogs/${AWS::AccountId}/*" },
            "Condition": (own()),
        }),
    ]
}

fn trail() -> Value {
    value!({
        "Type": "AWS::CloudTrail::Trail",
        "DependsOn": "TrailBucketPolicy",
        "Properties": {
            "S3BucketName": { "Ref": "TrailBucket" },
            "IsLogging": true,
            "IsMultiRegionTrail": true,
            "IncludeGlobalServiceEvents": true,
            "EnableLogFileValidation": true,
        },
    })
}

fn config_role() -> Value {
    value!({
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": (trusts("config.amazonaws.com")),
            "ManagedPolicyArns": [
                { "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/service-role/AWS_ConfigRole" },
            ],
            "Policies": [{
                "PolicyName": "deliver",
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": "s3:PutObject",
                            "Resource": { "Fn::Sub": "${ConfigBucket.Arn}/AWSLogs/${AWS::AccountId}/*" },
                        },
                        {
                            "Effect": "Allow",
                            "Action": "s3:GetBucketAcl",
                            "Resource": { "Fn::GetAtt": ["ConfigBucket", "Arn"] },
                        },
                    ],
                },
            }],
        },
    })
}

fn recorder() -> Value {
    value!({
        "Type": "AWS::Config::ConfigurationRecorder",
        "Properties": {
            "RoleARN": { "Fn::GetAtt": ["ConfigRole", "Arn"] },
            "RecordingGroup": {
                "AllSupported": true,
                "IncludeGlobalResourceTypes": { "Fn::If": ["IsHome", true, false] },
            },
        },
    })
}

fn delivery_channel() -> Value {
    value!({
        "Type": "AWS::Config::DeliveryChannel",
        "DependsOn": "ConfigBucketPolicy",
        "Properties": { "S3BucketName": { "Ref": "ConfigBucket" } },
    })
}

fn encryption_role() -> Value {
    value!({
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": (trusts("ssm.amazonaws.com")),
            "Policies": [{
                "PolicyName": "encrypt",
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [{
                        "Effect": "Allow",
                        "Action": [
                            "ec2:EnableEbsEncryptionByDefault",
                            "ec2:GetEbsEncryptionByDefault",
                            "ssm:GetAutomationExecution",
                            "ssm:StartAutomationExecution",
                        ],
                        "Resource": "*",
                    }],
                },
            }],
        },
    })
}

/// Encryption by default is a switch of the account, for which CloudFormation has no resource. A
/// runbook of AWS turns it on: at once, and once a day in case somebody turned it off.
fn encryption() -> Value {
    value!({
        "Type": "AWS::SSM::Association",
        "Properties": {
            "Name": "AWSConfigRemediation-EnableEbsEncryptionByDefault",
            "ScheduleExpression": "rate(1 day)",
            "Parameters": { "AutomationAssumeRole": [{ "Fn::GetAtt": ["EncryptionRole", "Arn"] }] },
        },
    })
}

fn trusts(service: &str) -> Value {
    value!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole" }],
    })
}
