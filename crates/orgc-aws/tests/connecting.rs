//! Temporary.
#[tokio::test]
async fn connect() {
    let begun = std::time::Instant::now();
    let options = orgc_aws::Options { region: "us-east-1".into(), profile: std::env::var("TEST_PROFILE").ok(), endpoint: None };
    match orgc_aws::connect(&options).await {
        Ok(_) => println!("connected"),
        Err(fault) => println!("{:?} {fault}", fault.kind),
    }
    println!("{:?}", begun.elapsed());
}
