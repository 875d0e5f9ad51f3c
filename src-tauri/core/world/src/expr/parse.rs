//! Text to postfix. Recursive descent with a bounded depth.

use super::{Comparison, ExprError, MAX_BYTES, MAX_DEPTH, Op};

type Sides = (Vec<Op>, Option<(Comparison, Vec<Op>)>);

pub(super) fn parse(text: &str) -> Result<Sides, ExprError> {
    if text.len() > MAX_BYTES {
        let at = (0..=MAX_BYTES)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        let message = format!("longer than {MAX_BYTES} bytes");
        return Err(error(at, message, "use a shorter expression"));
    }
    let mut parser = Parser {
        text,
        tokens: lex(text)?,
        next: 0,
        ops: Vec::new(),
    };
    parser.sum(0)?;
    let left = std::mem::take(&mut parser.ops);
    let Token {
        at,
        kind: Kind::Compare(comparison),
    } = parser.peek()
    else {
        parser.end()?;
        return Ok((left, None));
    };
    parser.next += 1;
    parser.sum(0)?;
    if let Token {
        at: second,
        kind: Kind::Compare(_),
    } = parser.peek()
    {
        let help = format!("one is enough; the first stands at byte {at}");
        return Err(error(second, "a second comparison", help));
    }
    parser.end()?;
    Ok((left, Some((comparison, parser.ops))))
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind<'t> {
    Word(&'t str),
    Sign(char),
    Compare(Comparison),
    End,
}

#[derive(Debug, Clone, Copy)]
struct Token<'t> {
    at: usize,
    kind: Kind<'t>,
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.')
}

fn lex(text: &str) -> Result<Vec<Token<'_>>, ExprError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match c {
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            c if is_word(c) => {
                let length = rest.find(|c| !is_word(c) && c != '-').unwrap_or(rest.len());
                (Kind::Word(&rest[..length]), length)
            }
            '+' | '-' | '*' | '/' | '(' | ')' => (Kind::Sign(c), 1),
            '>' if rest.starts_with(">=") => (Kind::Compare(Comparison::AtLeast), 2),
            '<' if rest.starts_with("<=") => (Kind::Compare(Comparison::AtMost), 2),
            '>' => (Kind::Compare(Comparison::Above), 1),
            '<' => (Kind::Compare(Comparison::Below), 1),
            _ => return Err(unexpected(at, c)),
        };
        tokens.push(Token { at, kind });
        at += length;
    }
    Ok(tokens)
}

fn unexpected(at: usize, c: char) -> ExprError {
    let help = match c {
        '%' => "write a share: 0.01, not 1%",
        '=' | '!' => "compare with >, >=, < or <=",
        '≥' => "write >=",
        '≤' => "write <=",
        '×' => "write *",
        '÷' => "write /",
        '−' | '–' => "write a plain minus: -",
        '&' | '|' => "one comparison is all; make a second rule",
        _ => "use component.alias terms, numbers, + - * /, ( ) and one comparison",
    };
    error(at, format!("unexpected {c:?}"), help)
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    next: usize,
    ops: Vec<Op>,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Token<'t> {
        let end = Token {
            at: self.text.len(),
            kind: Kind::End,
        };
        self.tokens.get(self.next).copied().unwrap_or(end)
    }

    fn end(&self) -> Result<(), ExprError> {
        let token = self.peek();
        match token.kind {
            Kind::End => Ok(()),
            Kind::Sign(')') => Err(error(
                token.at,
                "a ) too many",
                "remove it, or add a ( before",
            )),
            Kind::Compare(_) => Err(comparison_inside(token.at)),
            _ => Err(error(
                token.at,
                "an operator is missing here",
                "put + - * / or a comparison",
            )),
        }
    }

    fn sum(&mut self, depth: usize) -> Result<(), ExprError> {
        self.chain(depth, &[('+', Op::Add), ('-', Op::Subtract)], Self::product)
    }

    fn product(&mut self, depth: usize) -> Result<(), ExprError> {
        self.chain(
            depth,
            &[('*', Op::Multiply), ('/', Op::Divide)],
            Self::factor,
        )
    }

    fn chain(
        &mut self,
        depth: usize,
        signs: &[(char, Op)],
        part: fn(&mut Self, usize) -> Result<(), ExprError>,
    ) -> Result<(), ExprError> {
        part(self, depth)?;
        while let Kind::Sign(sign) = self.peek().kind
            && let Some((_, op)) = signs.iter().find(|(known, _)| *known == sign)
        {
            self.next += 1;
            part(self, depth)?;
            self.ops.push(op.clone());
        }
        Ok(())
    }

    fn factor(&mut self, depth: usize) -> Result<(), ExprError> {
        let Token { at, kind } = self.peek();
        if depth >= MAX_DEPTH && matches!(kind, Kind::Sign(_)) {
            let message = format!("nested deeper than {MAX_DEPTH}");
            return Err(error(at, message, "use fewer parentheses"));
        }
        self.next += 1;
        match kind {
            Kind::Word(word) => {
                self.ops.push(word_op(at, word)?);
                Ok(())
            }
            Kind::Sign('-') => {
                self.factor(depth + 1)?;
                self.ops.push(Op::Negate);
                Ok(())
            }
            Kind::Sign('(') => {
                self.sum(depth + 1)?;
                let close = self.peek();
                self.next += 1;
                match close.kind {
                    Kind::Sign(')') => Ok(()),
                    Kind::Compare(_) => Err(comparison_inside(close.at)),
                    _ => Err(error(
                        close.at,
                        "a ) is missing",
                        format!("it closes the ( at byte {at}"),
                    )),
                }
            }
            Kind::End => Err(error(
                at,
                "something is missing at the end",
                "add a term or a number",
            )),
            Kind::Sign(sign) => {
                let message = format!("a term or a number is missing before {sign:?}");
                Err(error(at, message, "add one, e.g. api.errors"))
            }
            Kind::Compare(_) => Err(error(
                at,
                "a term or a number is missing before the comparison",
                "add one, e.g. api.errors",
            )),
        }
    }
}

fn comparison_inside(at: usize) -> ExprError {
    error(
        at,
        "a comparison inside parentheses",
        "compare once, outside of all parentheses",
    )
}

fn word_op(at: usize, word: &str) -> Result<Op, ExprError> {
    let is_numeric = word
        .trim_start_matches('.')
        .starts_with(|c: char| c.is_ascii_digit());
    if is_numeric && let Ok(number) = word.parse::<f64>() {
        if number.is_finite() {
            return Ok(Op::Number(number));
        }
        return Err(error(
            at,
            format!("{word} is too large"),
            "use a smaller number",
        ));
    }
    if let Some(stem) = word.strip_suffix('-') {
        let help = format!("write `{stem} - …`: a minus has spaces about it");
        return Err(error(
            at + stem.len(),
            "a minus without a space before it",
            help,
        ));
    }
    let mut parts = word.split('.');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(component), Some(alias), None) if is_id(component) && is_id(alias) => Ok(Op::Term {
            component: component.to_owned(),
            alias: alias.to_owned(),
        }),
        _ => Err(not_a_term(at, word, is_numeric)),
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.contains(|c: char| c.is_ascii_alphabetic())
}

fn not_a_term(at: usize, word: &str, is_numeric: bool) -> ExprError {
    let help = if is_numeric && word.contains('-') {
        "put spaces about a minus".to_owned()
    } else if is_numeric {
        "a number has no unit: use the metric's own".to_owned()
    } else if word.contains('.') {
        "a term is component.alias with one dot, e.g. api.errors".to_owned()
    } else {
        format!("a term says of which component: component.{word}, or {word}.alias")
    };
    error(at, format!("`{word}` is neither a number nor a term"), help)
}

fn error(at: usize, message: impl Into<String>, help: impl Into<String>) -> ExprError {
    ExprError {
        at,
        message: message.into(),
        help: help.into(),
    }
}
