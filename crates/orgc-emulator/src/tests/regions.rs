use serde_json::{Value, json};

use super::{Client, text};

fn region(name: &str) -> Value {
    json!({ "RegionName": name })
}

fn state(client: &Client, name: &str) -> String {
    text(&client.account("/getRegionOptStatus", region(name)).unwrap()["RegionOptStatus"])
}

#[test]
fn a_region_takes_its_time_and_is_not_changed_twice_at_once() {
    let client = Client::managing();
    assert_eq!(state(&client, "eu-south-1"), "DISABLED");
    assert_eq!(state(&client, "us-east-1"), "ENABLED_BY_DEFAULT");
    client.account("/enableRegion", region("eu-south-1")).unwrap();
    assert_eq!(state(&client, "eu-south-1"), "ENABLING");
    for path in ["/enableRegion", "/disableRegion"] {
        let refused = client.account(path, region("eu-south-1")).unwrap_err();
        assert_eq!((refused.status, refused.code.as_str()), (409, "ConflictException"));
    }
    client.advance(899);
    assert_eq!(state(&client, "eu-south-1"), "ENABLING");
    client.advance(1);
    assert_eq!(state(&client, "eu-south-1"), "ENABLED");
    client.account("/enableRegion", region("eu-south-1")).unwrap();
    let asked = json!({"RegionOptStatusContains": ["ENABLED"]});
    let enabled = client.account("/listRegions", asked).unwrap();
    assert_eq!(enabled["Regions"], json!([{"RegionName": "eu-south-1", "RegionOptStatus": "ENABLED"}]));
    let pages = client.account("/listRegions", json!({"MaxResults": 30})).unwrap();
    assert_eq!(pages["Regions"].as_array().unwrap().len(), 30);
    let rest =
        client.account("/listRegions", json!({"MaxResults": 30, "NextToken": pages["NextToken"]})).unwrap();
    assert_eq!(rest["Regions"].as_array().unwrap().len(), 4);
}

#[test]
fn what_is_no_opt_in_region_and_too_many_at_once_are_refused() {
    let client = Client::managing();
    for name in ["us-east-1", "xx-none-1"] {
        let refused = client.account("/enableRegion", region(name)).unwrap_err();
        let found = (refused.status, refused.code.as_str(), refused.reason.as_deref());
        assert_eq!(found, (400, "ValidationException", Some("invalidRegionOptTarget")));
    }
    for name in ["af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ca-west-1", "eu-south-2"] {
        client.account("/enableRegion", region(name)).unwrap();
    }
    let refused = client.account("/enableRegion", region("eu-south-1")).unwrap_err();
    assert_eq!((refused.status, refused.code.as_str()), (429, "TooManyRequestsException"));
}

#[test]
fn the_primary_contact_is_a_whole_record_and_new_accounts_have_that_of_their_organization() {
    let client = Client::managing();
    assert_eq!(client.account("/getContactInformation", json!({})).unwrap_err().status, 404);
    let contact = json!({
        "FullName": "Acme", "AddressLine1": "1 Road", "City": "Vienna", "PostalCode": "1010",
        "CountryCode": "AT", "PhoneNumber": "+43 1 555",
    });
    let put =
        |contact: &Value| client.account("/putContactInformation", json!({"ContactInformation": contact}));
    put(&contact).unwrap();
    let read = client.account("/getContactInformation", json!({})).unwrap();
    assert_eq!(read["ContactInformation"], contact);
    let service = json!({"ServicePrincipal": "account.amazonaws.com"});
    client.organizations("EnableAWSServiceAccess", service).unwrap();
    let member = json!({"AccountId": client.open("dev")});
    assert_eq!(client.account("/getContactInformation", member).unwrap()["ContactInformation"], contact);
    for (field, value) in [("CountryCode", "US"), ("PhoneNumber", "555"), ("City", "")] {
        let mut wrong = contact.clone();
        wrong[field] = value.into();
        assert_eq!(put(&wrong).unwrap_err().code, "ValidationException", "{field}");
    }
}
