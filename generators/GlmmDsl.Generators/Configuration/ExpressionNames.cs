using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Configuration;

/// <summary>Finds the columns an expression names.</summary>
internal static class ExpressionNames
{
    /// <summary>The names in an expression in order of their places, except those of functions, and whether each is inside <c>factor(..)</c>.</summary>
    public static IEnumerable<(string Name, bool InFactorCall)> In(ExpressionSyntax expression)
    {
        TextSpan[] factors = expression.DescendantsAndSelf().Where(node => node is CallSyntax { Function.Name: "factor" or "as.factor" }).Select(call => call.Span).ToArray();
        return expression.DescendantsAndSelf().OfType<NameSyntax>().Select(name => (name.Name, factors.Any(call => call.Start <= name.Span.Start && name.Span.End <= call.End)));
    }
}
