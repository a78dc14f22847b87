//! The recipes of the guide can be copied: what they use is visible.

#[test]
fn recipes_hide_neither_imports_nor_variables() {
    let pages = [
        include_str!("../../src/guide/cookbook.rs"),
        include_str!("../../src/guide/tokens.rs"),
        include_str!("../../src/guide/migration.rs"),
    ];
    let mut hidden_lines = 0;
    for page in pages {
        for line in rust_lines(page) {
            let Some(hidden) = line.strip_prefix("# ") else { continue };
            hidden_lines += 1;
            let is_check = ["Ok::<", "assert!", "let _ = ", "let token = document"];
            assert!(is_check.iter().any(|start| hidden.starts_with(start)), "hidden: {hidden}");
        }
    }
    assert!(hidden_lines > 20, "only {hidden_lines} hidden lines found");
}

/// The lines of the examples that run as tests.
fn rust_lines(page: &str) -> impl Iterator<Item = &str> {
    let (mut is_inside, mut is_rust) = (false, false);
    page.lines().filter_map(|line| line.strip_prefix("//! ")).filter(move |line| {
        if let Some(language) = line.strip_prefix("```") {
            (is_inside, is_rust) = (!is_inside, language.is_empty());
            return false;
        }
        is_inside && is_rust
    })
}
