//! The numbers of cases in the README are those of the tables.

use crate::table;

#[test]
fn the_readme_has_the_number_of_cases_of_each_table() {
    let readme = include_str!("../../README.md");
    let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    for (file, before, after) in [
        ("aws_suite.txt", "the AWS signing test suite (", " cases"),
        ("endpoint_rules.txt", "AWS's own ", " test cases for them"),
        ("endpoint_rules.txt", "AWS's own endpoint rule tests (", ")"),
        ("s3_corpus.txt", "confirmed by up to ten other signers (", ")"),
        ("other_services.txt", "presigned requests for other services (", ")"),
        ("foreign_urls.txt", "implementations to verify (", ")"),
        ("post_policies.txt", "upload policies (", ")"),
        ("tokens.txt", "login tokens of the official tools (", ")"),
        ("profiles.txt", "profile files as botocore parses them (", ")"),
        ("aws_suite_v4a.txt", "the test suite of SigV4A (", ")"),
    ] {
        let expected = format!("{before}{}{after}", table::read(file).len());
        assert!(readme.contains(&expected), "{file}: the README does not say `{expected}`");
    }
}
