//! Whether actions can be about resources.

use super::IamCatalog;
use super::applies::Covered;
use super::glob::overlap;
use crate::condition::is_mark;
use crate::document::Scope;

impl IamCatalog {
    /// Whether some of the actions can be about something that one of the resource patterns names.
    /// Yes where the catalogue cannot tell, as for actions that it does not have.
    pub fn can_be_about(&self, actions: &Scope, resources: &[String]) -> bool {
        // The request of an action without resource types is about `*`.
        if resources.iter().any(|resource| resource.bytes().all(|byte| byte == b'*')) {
            return true;
        }
        let Covered::These(actions) = self.covered(actions) else { return true };
        let types = actions.iter().flat_map(|action| action.resource_types());
        let forms: Vec<String> =
            types.flat_map(|(one, _)| one.arns.iter()).map(|arn| with_stars(arn)).collect();
        resources
            .iter()
            .map(|resource| with_stars(resource))
            .any(|resource| resource == "*" || forms.iter().any(|form| arns_overlap(form, &resource)))
    }
}

/// Whether some ARN is of both patterns. The parts before the fifth colon are compared one by one, as
/// what fills them has no colon in it.
fn arns_overlap(form: &str, resource: &str) -> bool {
    let parts = |arn| str::splitn(arn, 6, ':').collect::<Vec<_>>();
    let (form_parts, resource_parts) = (parts(form), parts(resource));
    match form_parts.len() == resource_parts.len() {
        true => form_parts.iter().zip(&resource_parts).all(|(one, other)| overlap(one, other)),
        false => overlap(form, resource),
    }
}

/// A pattern with a star for each `${…}` and for each value that is known later, whatever they will
/// be. Such a value stands between two marks.
fn with_stars(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(next) = rest.next() {
        let is_variable = next == '$' && rest.peek() == Some(&'{');
        if is_variable || is_mark(next) {
            rest.by_ref().find(|one| if is_variable { *one == '}' } else { is_mark(*one) });
            out.push('*');
        } else {
            out.push(next);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(action: &str, resource: &str) -> bool {
        IamCatalog::bundled().can_be_about(&Scope::these([action]), &[resource.to_owned()])
    }

    #[test]
    fn a_resource_is_one_of_a_type_of_some_action() {
        for (action, resource) in [
            ("s3:GetObject", "arn:aws:s3:::acme-logs/*"),
            ("s3:GetObject", "arn:*:s3:::${aws:PrincipalAccount}-logs/x"),
            ("s3:GetObject", "arn:aws:s3:::*"),
            ("sts:AssumeRole", "arn:aws:iam::\u{FDD0}0\u{FDD1}:role/admin"),
            ("sts:AssumeRole", "\u{FDD0}0\u{FDD1}"),
            ("ec2:*", "arn:aws:ec2:*:*:instance/*"),
            ("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111122223333:function:f:1"),
            ("s3:ListAllMyBuckets", "*"),
            ("nosuch:Action", "arn:aws:s3:::acme"),
            ("*", "arn:aws:s3:::acme"),
        ] {
            assert!(fits(action, resource), "{action} {resource}");
        }
        for (action, resource) in [
            ("s3:GetObject", "arn:aws:s3:::acme-logs"),
            ("s3:GetObject", "arn:aws:ec2:*:*:instance/*"),
            ("iam:*", "arn:aws:s3:::acme"),
            ("s3:ListAllMyBuckets", "arn:aws:s3:::*"),
        ] {
            assert!(!fits(action, resource), "{action} {resource}");
        }
    }
}
