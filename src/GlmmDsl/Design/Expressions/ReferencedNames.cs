using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Expressions;

/// <summary>The names an expression uses as values (not those of functions), in order of places.</summary>
internal static class ReferencedNames
{
    /// <summary>The names, each once.</summary>
    public static IReadOnlyList<string> In(ExpressionSyntax expression) =>
        [.. expression.DescendantsAndSelf().OfType<NameSyntax>().Select(name => name.Name).Distinct(StringComparer.Ordinal)];
}
