//! The stack of an account.

use crate::{Budget, Stop};
use orgc_plugin_sdk::{Email, Value, value};

/// At which shares of the limit there is mail unless the block says otherwise.
const USUAL_ALERTS: [u32; 3] = [50, 80, 100];

/// What starts things that cost by the hour or by the call.
const STARTS: [&str; 21] = [
    "autoscaling:CreateAutoScalingGroup",
    "autoscaling:SetDesiredCapacity",
    "batch:SubmitJob",
    "bedrock:CreateModelCustomizationJob",
    "bedrock:CreateProvisionedModelThroughput",
    "bedrock:InvokeModel",
    "bedrock:InvokeModelWithResponseStream",
    "ec2:RunInstances",
    "ec2:StartInstances",
    "ecs:RunTask",
    "eks:CreateNodegroup",
    "elasticmapreduce:RunJobFlow",
    "lambda:CreateFunction",
    "rds:CreateDBCluster",
    "rds:CreateDBInstance",
    "redshift:CreateCluster",
    "sagemaker:CreateEndpoint",
    "sagemaker:CreateNotebookInstance",
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateTrainingJob",
    "sagemaker:CreateTransformJob",
];

/// The template of the stack set.
pub fn of(budget: &Budget, name: &str) -> Value {
    let mut resources = value!({ "Budget": (budget_of(budget, name)) });
    if let Some(stop) = &budget.stop {
        resources.insert("StopPolicy", stop_policy(stop, name));
        resources.insert("StopRole", stop_role(stop));
        resources.insert("Stop", stop_action(stop, &budget.notify));
    }
    value!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": (format!("Budget {name}")),
        "Parameters": {
            "Limit": { "Type": "Number", "Default": (&budget.limit.amount) },
            "Notify": { "Type": "String", "Default": "" },
        },
        "Conditions": {
            "NotifiesOneMore": { "Fn::Not": [{ "Fn::Equals": [{ "Ref": "Notify" }, ""] }] },
        },
        "Resources": resources,
    })
}

fn budget_of(budget: &Budget, name: &str) -> Value {
    let written =
        budget.alerts.as_ref().map(|alerts| alerts.iter().filter_map(|share| share.whole()).collect());
    let shares: Vec<u32> = written.unwrap_or_else(|| USUAL_ALERTS.to_vec());
    let actual = shares.into_iter().map(|share| ("ACTUAL", share));
    let alerts = actual.chain(budget.forecast.then_some(("FORECASTED", 100)));
    let notifications: Vec<Value> =
        alerts.map(|(kind, share)| notification(kind, share, &budget.notify)).collect();
    value!({
        "Type": "AWS::Budgets::Budget",
        "Properties": {
            "Budget": {
                "BudgetName": name,
                "BudgetType": "COST",
                "TimeUnit": "MONTHLY",
                "BudgetLimit": { "Amount": { "Ref": "Limit" }, "Unit": (&budget.limit.currency) },
            },
            "NotificationsWithSubscribers": notifications,
        },
    })
}

fn notification(kind: &str, share: u32, notify: &[Email]) -> Value {
    let mut subscribers: Vec<Value> = notify
        .iter()
        .map(|email| value!({ "SubscriptionType": "EMAIL", "Address": (email.as_str()) }))
        .collect();
    subscribers.push(value!({ "Fn::If": [
        "NotifiesOneMore",
        { "SubscriptionType": "EMAIL", "Address": { "Ref": "Notify" } },
        { "Ref": "AWS::NoValue" },
    ] }));
    value!({
        "Notification": {
            "NotificationType": kind,
            "ComparisonOperator": "GREATER_THAN",
            "Threshold": share,
            "ThresholdType": "PERCENTAGE",
        },
        "Subscribers": subscribers,
    })
}

fn stop_policy(stop: &Stop, name: &str) -> Value {
    let actions: Value = match &stop.deny {
        Some(actions) => actions.iter().map(|action| action.as_str()).collect(),
        None => STARTS.into_iter().collect(),
    };
    value!({
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {
            "Description": (format!("Attached when the budget {name} is spent")),
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [{ "Effect": "Deny", "Action": actions, "Resource": "*" }],
            },
        },
    })
}

/// The role with which AWS Budgets attaches the policy, and detaches it in the next month. It may do
/// that with no other policy.
fn stop_role(stop: &Stop) -> Value {
    let role = |name: &str| value!({ "Fn::Sub": (format!("arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/{name}")) });
    let roles: Vec<Value> = stop.roles.iter().map(|name| role(name)).collect();
    value!({
        "Type": "AWS::IAM::Role",
        "Properties": {
            "Description": "AWS Budgets stops what costs too much",
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [{
                    "Effect": "Allow",
                    "Principal": { "Service": "budgets.amazonaws.com" },
                    "Action": "sts:AssumeRole",
                    "Condition": { "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } },
                }],
            },
            "Policies": [{
                "PolicyName": "stop",
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [{
                        "Effect": "Allow",
                        "Action": ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
                        "Resource": roles,
                        "Condition": { "ArnEquals": { "iam:PolicyARN": { "Ref": "StopPolicy" } } },
                    }],
                },
            }],
        },
    })
}

fn stop_action(stop: &Stop, notify: &[Email]) -> Value {
    let roles: Value = stop.roles.iter().map(|role| role.as_str()).collect();
    let subscribers: Vec<Value> =
        notify.iter().map(|email| value!({ "Type": "EMAIL", "Address": (email.as_str()) })).collect();
    value!({
        "Type": "AWS::Budgets::BudgetsAction",
        "Properties": {
            "BudgetName": { "Ref": "Budget" },
            "NotificationType": "ACTUAL",
            "ActionType": "APPLY_IAM_POLICY",
            "ActionThreshold": { "Type": "PERCENTAGE", "Value": (stop.at.whole().unwrap_or(100)) },
            "ApprovalModel": "AUTOMATIC",
            "ExecutionRoleArn": { "Fn::GetAtt": ["StopRole", "Arn"] },
            "Definition": {
                "IamActionDefinition": { "PolicyArn": { "Ref": "StopPolicy" }, "Roles": roles },
            },
            "Subscribers": subscribers,
        },
    })
}
