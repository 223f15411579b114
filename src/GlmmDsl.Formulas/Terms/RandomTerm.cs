using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>
/// The covariance structure of a random-effects term, named as glmmTMB and lme4 ≥ 2.0 name it: <c>diag</c>, <c>cs</c> and <c>toep</c> have a variance for each
/// column, <c>ar1</c> has one. (SAS and mmrm use CS and TOEP for one variance, and call those with a variance for each column CSH and TOEPH.)
/// </summary>
public enum CovarianceStructure
{
    /// <summary><c>us</c>: unstructured, the default.</summary>
    Unstructured,

    /// <summary><c>diag</c>, <c>||</c>: independent columns, each with its own variance.</summary>
    Diagonal,

    /// <summary><c>homdiag</c>: independent columns with one variance.</summary>
    HomogeneousDiagonal,

    /// <summary><c>cs</c>: compound symmetry, one correlation for all pairs and a variance for each column.</summary>
    CompoundSymmetry,

    /// <summary><c>homcs</c>: compound symmetry with one variance.</summary>
    HomogeneousCompoundSymmetry,

    /// <summary><c>ar1</c>: first-order autoregression with one variance.</summary>
    Autoregressive,

    /// <summary><c>hetar1</c>: first-order autoregression with a variance for each column.</summary>
    HeterogeneousAutoregressive,

    /// <summary><c>toep</c>: Toeplitz, one correlation for each distance in order and a variance for each column.</summary>
    Toeplitz,

    /// <summary><c>homtoep</c>: Toeplitz with one variance.</summary>
    HomogeneousToeplitz,
}

/// <summary>
/// One random-effects term after expansion: <c>(1 | a/b)</c> has become <c>(1 | b:a)</c> and <c>(1 | a)</c>; <c>(x || g)</c> has become
/// <c>(1 | g)</c> and <c>(0 + x | g)</c> when x is one numeric column.
/// </summary>
public sealed class RandomTerm(
    CovarianceStructure structure,
    bool hasIntercept,
    ImmutableArray<Term> terms,
    ImmutableArray<Variable> group,
    TextSpan span,
    TextSpan groupSpan,
    RandomTerm? whole = null)
{
    /// <summary>How the columns covary. <see cref="CovarianceStructure.Diagonal"/> for a part of <c>||</c>.</summary>
    public CovarianceStructure Structure { get; } = structure;

    /// <summary>Whether the columns begin with a constant.</summary>
    public bool HasIntercept { get; } = hasIntercept;

    /// <summary>The terms left of the bar, without the intercept, in R's order.</summary>
    public ImmutableArray<Term> Terms { get; } = terms;

    /// <summary>The variables whose combination is the grouping factor, in the order of its name: b, a for <c>b:a</c>.</summary>
    public ImmutableArray<Variable> Group { get; } = group;

    /// <summary>The grouping factor's name as lme4 writes it, <c>b:a</c>; back-quotes are kept only in combinations.</summary>
    public string GroupName => Group.Length == 1 ? Group[0].Name : string.Join(":", Group.Select(v => v.Label));

    /// <summary>The term as written in the source, parentheses or structure call included.</summary>
    public TextSpan Span { get; } = span;

    /// <summary>The part right of the bar.</summary>
    public TextSpan GroupSpan { get; } = groupSpan;

    /// <summary>
    /// For a part of <c>||</c>, the term before it was split into parts: it determines the coding of factors, as in <c>diag(..)</c>. Null for
    /// any other term.
    /// </summary>
    public RandomTerm? Whole { get; } = whole;
}
