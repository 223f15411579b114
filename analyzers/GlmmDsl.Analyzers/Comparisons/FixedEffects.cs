using GlmmDsl.Analyzers.Fits;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>Says how the fixed effects of two models differ.</summary>
internal static class FixedEffects
{
    private const int MostNamed = 5;

    /// <summary>The part of the attribute, apart from the formula, that belongs to the fixed-effects design.</summary>
    private static readonly string[] Arguments = ["Offset", "Contrasts"];

    /// <summary>Whether two REML fits of different keys certainly differ in their fixed effects, and not only in response, rows' type, weights or policy.</summary>
    public static bool Differ(FittedModel? first, FittedModel? second) =>
        (first, second) switch
        {
            (ComparedModel a, ComparedModel b) => a.Plan.FixedKey != b.Plan.FixedKey || Arguments.Any(argument => a.Text(argument) != b.Text(argument)),
            (RunTimeModel a, RunTimeModel b) => a.DiffersInFixedEffects(b),
            _ => false,
        };

    /// <summary>Whether the fixed effects certainly span different spaces: one uses a column that the other does not use at all.</summary>
    public static bool SpanDifferentSpaces(FittedModel? first, FittedModel? second) =>
        first is not null && second is not null && !first.FixedColumns.SetEquals(second.FixedColumns);

    /// <summary>The difference in words.</summary>
    public static string Difference(FitSource first, FitSource second)
    {
        if (first.Described is not { } a || second.Described is not { } b)
        {
            return $"their fixed effects differ, {first.Key?.Name} against {second.Key?.Name}";
        }

        var parts = new List<string>();
        AddOnly(parts, first, a, b);
        AddOnly(parts, second, b, a);
        return parts.Count == 0 ? "their fixed effects have the same terms with different coding or offset" : "their fixed effects differ, " + string.Join(" and ", parts);
    }

    private static void AddOnly(List<string> parts, FitSource source, FittedModel model, FittedModel other)
    {
        var only = NamesOf(model).Except(NamesOf(other)).ToList();
        if (only.Count > 0)
        {
            string named = string.Join(", ", only.Take(MostNamed).Select(name => "'" + name + "'")) + (only.Count > MostNamed ? " and others" : "");
            parts.Add($"only {source.Name} has {named}");
        }
    }

    private static IEnumerable<string> NamesOf(FittedModel model) =>
        model switch
        {
            ComparedModel typed => typed.Plan.Fixed.Select(term => term.Name),
            RunTimeModel fitted => fitted.Terms.HasIntercept ? fitted.FixedTerms.Prepend("(Intercept)") : fitted.FixedTerms,
            _ => [],
        };
}
