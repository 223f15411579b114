namespace GlmmDsl.Formulas;

/// <summary>What is wrong with a formula. Each kind belongs to one compile-time rule (in brackets).</summary>
public enum FormulaErrorKind
{
    /// <summary>The text is not a formula (GLMM101).</summary>
    Syntax,

    /// <summary>A limit on nesting, length or number of terms is passed (GLMM101).</summary>
    Limit,

    /// <summary>The text is a formula, but not one of a model: no response, nothing to estimate, a bar where none is allowed (GLMM101).</summary>
    Structure,

    /// <summary>There is no column of that name (GLMM102).</summary>
    UnknownColumn,

    /// <summary>The column's type cannot enter a model in that role (GLMM103).</summary>
    ColumnType,

    /// <summary>Unknown function, or a wrong number or kind of arguments (GLMM104).</summary>
    Function,

    /// <summary>The response is on the right-hand side too (GLMM105).</summary>
    ResponseOnRight,

    /// <summary>A covariance structure over time on anything but one factor without an intercept (GLMM210).</summary>
    TimeStructure,
}

/// <summary>An error in a formula at its exact place.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Span">Where, in the formula's text.</param>
/// <param name="Message">A sentence that names the place and says what was expected or what to do.</param>
/// <param name="Suggestion">A text to put in place of the span (the nearest name), null when there is none.</param>
public sealed record FormulaDiagnostic(FormulaErrorKind Kind, TextSpan Span, string Message, string? Suggestion = null);
