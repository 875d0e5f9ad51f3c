//! Markdown, JSON and CSV.

mod fixture;

use report::Postmortem;

#[test]
fn markdown_of_the_fixture() {
    insta::assert_snapshot!(report::markdown(&fixture::outage()));
}

#[test]
fn action_items_of_the_fixture() {
    insta::assert_snapshot!(report::action_items_csv(&fixture::outage()));
}

#[test]
fn json_comes_back_as_it_went() {
    for p in [fixture::outage(), Postmortem::default()] {
        let text = report::json(&p);
        let back: Postmortem = serde_json::from_str(&text).unwrap();
        assert!(p == back);
        assert_eq!(text, report::json(&back));
    }
    // Fields that a later version adds are not missed in an older file.
    assert_eq!(
        serde_json::from_str::<Postmortem>("{}").unwrap(),
        Postmortem::default()
    );
}

#[test]
fn typed_text_cannot_break_a_table_or_become_html() {
    let mut p = fixture::outage();
    p.timeline.truncate(1);
    p.timeline[0].text = "a | b `c|d` <img src=x> @team #12 line\nbreak *half".to_owned();
    p.summary = "# not a heading\n\n<details>hidden</details>".to_owned();
    let markdown = report::markdown(&p);
    let row = "| 03:00:00 |  | system | a \\| b `c\\|d` &lt;img src=x&gt; &#64;team &#35;12 \
               line<br>break \\*half |";
    assert!(markdown.contains(row), "{markdown}");
    assert!(markdown.contains("\n**not a heading**\n"));
    assert!(markdown.contains("&lt;details&gt;hidden&lt;/details&gt;"));
}
