using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>A formula expanded into terms by R's rules; independent of any columns.</summary>
/// <param name="Syntax">The formula it came from.</param>
/// <param name="Response">The response; null in a one-sided formula.</param>
/// <param name="HasIntercept">Whether the fixed part has an intercept.</param>
/// <param name="Fixed">The fixed-effects terms without the intercept, by order (main effects first), then by appearance, as R's <c>terms</c> gives them.</param>
/// <param name="Offsets">The arguments of <c>offset(..)</c>.</param>
/// <param name="Random">The random-effects terms, expanded, in order of appearance (<c>(x || a/b)</c> gives 1|b:a, 1|a, x|b:a, x|a).</param>
public sealed record ModelTerms(
    FormulaSyntax Syntax,
    Variable? Response,
    bool HasIntercept,
    ImmutableArray<Term> Fixed,
    ImmutableArray<ExpressionSyntax> Offsets,
    ImmutableArray<RandomTerm> Random);
