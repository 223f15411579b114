namespace GlmmDsl;

/// <summary>How the levels of a factor become columns of the fixed-effects design (R's contrasts).</summary>
public enum Coding
{
    /// <summary>One column for each level except the first, which is the reference (R's contr.treatment).</summary>
    Treatment,

    /// <summary>Deviations from the mean of the levels; the last level is minus the sum of the others (contr.sum).</summary>
    Sum,

    /// <summary>Each level against the mean of those before it (contr.helmert).</summary>
    Helmert,

    /// <summary>Orthogonal polynomials over equally spaced levels: <c>.L</c>, <c>.Q</c>, <c>.C</c>, <c>^4</c> (contr.poly); the default of ordered factors.</summary>
    Polynomial,
}
