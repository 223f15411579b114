namespace GlmmDsl.Formulas;

/// <summary>A prefix operator of the formula language.</summary>
public enum UnaryOperator
{
    /// <summary><c>+x</c></summary>
    Plus,

    /// <summary><c>-x</c>: arithmetic inside a function, removal of a term outside.</summary>
    Minus,

    /// <summary><c>!x</c>, logical negation.</summary>
    Not,
}

/// <summary>
/// An infix operator, from the loosest to the tightest as R binds them: bars, <c>&amp;</c>, comparisons, <c>+ -</c>,
/// <c>* /</c>, <c>%in%</c>, <c>:</c>, (unary minus), <c>^</c>. All associate to the left except <c>^</c>; comparisons do not associate.
/// </summary>
public enum BinaryOperator
{
    /// <summary><c>|</c>: a random-effects term at formula level, logical or inside a function.</summary>
    Bar,

    /// <summary><c>||</c>: a random-effects term with independent columns.</summary>
    DoubleBar,

    /// <summary><c>&amp;</c>, logical and.</summary>
    And,

    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>+</c></summary>
    Add,

    /// <summary><c>-</c></summary>
    Subtract,

    /// <summary><c>*</c>: crossing at formula level.</summary>
    Multiply,

    /// <summary><c>/</c>: nesting at formula level.</summary>
    Divide,

    /// <summary><c>%in%</c></summary>
    In,

    /// <summary><c>:</c>, interaction.</summary>
    Interaction,

    /// <summary><c>^</c></summary>
    Power,
}
