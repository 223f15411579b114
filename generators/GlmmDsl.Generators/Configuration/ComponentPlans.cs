using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Configuration;

/// <summary>Plans the formulas of the linear predictors beside the mean's.</summary>
internal static class ComponentPlans
{
    /// <summary>The plan of a formula, or what is wrong with it; neither where there is no formula.</summary>
    /// <param name="formula">The formula, without a response.</param>
    /// <param name="what">What it is of, in a sentence.</param>
    /// <param name="row">The columns.</param>
    public static (DesignPlan? Plan, string? Problem) Of(string? formula, string what, RowModel row)
    {
        if (formula is null)
        {
            return (null, null);
        }

        FormulaParseResult parsed = FormulaParser.Parse(formula);
        if (parsed.Syntax is null || !parsed.Diagnostics.IsEmpty)
        {
            return Failed(parsed.Diagnostics);
        }

        TermExpansion expansion = TermExpander.Expand(parsed.Syntax);
        if (expansion.Terms is null || !expansion.Diagnostics.IsEmpty)
        {
            return Failed(expansion.Diagnostics);
        }

        if (parsed.Syntax.Response is not null)
        {
            return (null, $"The formula of the {what}, '{formula}', has a response: write it without.");
        }

        DesignPlanResult planned = DesignPlan.Create(expansion.Terms, new RowColumnTypes(row));
        return planned.Plan is not { } plan || !planned.Diagnostics.IsEmpty ? Failed(planned.Diagnostics)
            : TypedMembers.TooMany(plan) is { } tooMany ? Failed(ImmutableArray.Create(tooMany))
            : (plan, null);

        (DesignPlan?, string?) Failed(ImmutableArray<FormulaDiagnostic> diagnostics) => (null, $"The formula of the {what} is wrong. {string.Join(" ", diagnostics.Select(d => d.Message))}");
    }
}
