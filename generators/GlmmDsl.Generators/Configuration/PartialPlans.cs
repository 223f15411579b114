using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Configuration;

/// <summary>
/// Plans the correct part of a wrong formula, so that a model that cannot be generated yet keeps the keys its fits will have, and comparisons
/// with them still compile.
/// </summary>
internal static class PartialPlans
{
    /// <summary>The plan of response and fixed effects only; null where the mistake is in them.</summary>
    public static DesignPlan? OfFixedEffects(ModelTerms? terms, RowModel row) =>
        terms is null ? null : Plan(terms with { Random = ImmutableArray<RandomTerm>.Empty }, row);

    /// <summary>The plan of the response only; null where the mistake is in it.</summary>
    public static DesignPlan? OfResponse(string formula, RowModel row)
    {
        int tilde = formula.IndexOf('~');
        return tilde <= 0
            || FormulaParser.Parse(formula.Substring(0, tilde) + "~ 1") is not { Syntax: { } syntax, Diagnostics.IsEmpty: true }
            || TermExpander.Expand(syntax) is not { Terms: { } terms, Diagnostics.IsEmpty: true }
                ? null
                : Plan(terms, row);
    }

    private static DesignPlan? Plan(ModelTerms terms, RowModel row) =>
        DesignPlan.Create(terms, new RowColumnTypes(row)) is { Plan: { Response: not null } plan, Diagnostics.IsEmpty: true } ? plan : null;
}
