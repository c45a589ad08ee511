//! Writing values as they look in JSON.

/// A [`Value`](crate::Value) written like JSON: `value!({ "Type": "AWS::SNS::Topic", "Tags": [] })`.
/// A value is a literal, a variable, a list, a map, or an expression in parentheses: whatever
/// `Value` is made `From`.
#[macro_export]
macro_rules! value {
    ({ $($key:tt : $value:tt),* $(,)? }) => {
        $crate::Value::Mapping(::std::vec![$((::std::string::String::from($key), $crate::value!($value))),*])
    };
    ([ $($item:tt),* $(,)? ]) => {
        $crate::Value::Sequence(::std::vec![$($crate::value!($item)),*])
    };
    (($value:expr)) => { $crate::Value::from($value) };
    ($value:expr) => { $crate::Value::from($value) };
}
