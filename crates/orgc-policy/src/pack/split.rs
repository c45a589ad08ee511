//! A document that can be several.

use crate::document::Document;

impl Document {
    /// The statements of the document, counted from 0, in few documents of which each fits. All of them at the
    /// same targets do what the one document does. None if some statement does not fit alone.
    pub fn split(&self, fits: impl Fn(&Self) -> bool) -> Option<Vec<Vec<usize>>> {
        let mut documents: Vec<(Self, Vec<usize>)> = Vec::new();
        for (at, statement) in self.statements.iter().enumerate() {
            let with = |document: &Self| {
                let mut longer = document.clone();
                longer.statements.push(statement.clone());
                fits(&longer).then_some(longer)
            };
            let place = documents.iter_mut().find_map(|(document, numbers)| {
                *document = with(document)?;
                Some(numbers)
            });
            match place {
                Some(numbers) => numbers.push(at),
                None => documents.push((with(&Self { statements: Vec::new(), ..self.clone() })?, vec![at])),
            }
        }
        Some(documents.into_iter().map(|(_, numbers)| numbers).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Scope, Statement};

    #[test]
    fn statements_go_where_there_is_room() {
        let deny = |length: usize| Statement::deny(Scope::these([format!("s3:{}", "a".repeat(length))]));
        let document = Document::new([300, 500, 100, 450].into_iter().map(deny).collect());
        let split = |limit: usize| document.split(|one| one.to_minified().len() <= limit);
        assert_eq!(split(1_600), Some(vec![vec![0, 1, 2, 3]]));
        assert_eq!(split(700), Some(vec![vec![0, 2], vec![1], vec![3]]));
        assert_eq!(split(500), None);
    }
}
