using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>Says how the fixed effects of two models differ.</summary>
internal static class FixedEffects
{
    private const int MostNamed = 5;

    /// <summary>What of the attribute, beside the formula, belongs to the fixed-effects design.</summary>
    private static readonly string[] Arguments = ["Offset", "Contrasts"];

    /// <summary>Whether two REML fits of different keys differ in their fixed effects for certain, and not only in response, rows' type, weights or policy.</summary>
    public static bool Differ(FitSource first, FitSource second) =>
        PlanOf(first.Model) is { } a
        && PlanOf(second.Model) is { } b
        && (a.FixedKey != b.FixedKey || Arguments.Any(argument => ArgumentOf(first.Model, argument) != ArgumentOf(second.Model, argument)));

    /// <summary>Whether the fixed effects span different spaces for certain: one uses a column that the other does not use at all.</summary>
    public static bool SpanDifferentSpaces(FitSource first, FitSource second)
    {
        if (PlanOf(first.Model) is not { } a || PlanOf(second.Model) is not { } b)
        {
            return false;
        }

        return !new HashSet<string>(ColumnsOf(a), StringComparer.Ordinal).SetEquals(ColumnsOf(b));
    }

    /// <summary>The difference in words.</summary>
    public static string Difference(FitSource first, FitSource second)
    {
        if (PlanOf(first.Model) is not { } a || PlanOf(second.Model) is not { } b)
        {
            return $"their fixed effects differ, {first.Key.Name} against {second.Key.Name}";
        }

        var parts = new List<string>();
        AddOnly(parts, first, a, b);
        AddOnly(parts, second, b, a);
        return parts.Count == 0 ? "their fixed effects have the same terms with different coding or offset" : "their fixed effects differ, " + string.Join(" and ", parts);
    }

    private static void AddOnly(List<string> parts, FitSource source, DesignPlan plan, DesignPlan other)
    {
        var only = plan.Fixed.Select(term => term.Name).Except(other.Fixed.Select(term => term.Name)).ToList();
        if (only.Count > 0)
        {
            string named = string.Join(", ", only.Take(MostNamed).Select(name => "'" + name + "'")) + (only.Count > MostNamed ? " and others" : "");
            parts.Add($"only {source.Name} has {named}");
        }
    }

    private static IEnumerable<string> ColumnsOf(DesignPlan plan) =>
        plan.Terms.Fixed.SelectMany(term => term.Variables).SelectMany(variable => FormulaWalk.Names(variable.Expression)).Select(name => name.Name)
            .Concat(plan.Terms.Offsets.SelectMany(FormulaWalk.Names).Select(name => name.Name));

    private static string? ArgumentOf(INamedTypeSymbol? model, string name) =>
        AttributeOf(model)?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as string;

    private static DesignPlan? PlanOf(INamedTypeSymbol? model)
    {
        if (model is null
            || AttributeOf(model) is not { AttributeClass.TypeArguments: { Length: 1 } rowTypes } attribute
            || attribute.ConstructorArguments.Length != 1
            || attribute.ConstructorArguments[0].Value is not string formula)
        {
            return null;
        }

        return FormulaReading.Of(formula, new RowColumnTypes(RowTypeReader.Read(rowTypes[0], model))).Plan;
    }

    private static AttributeData? AttributeOf(INamedTypeSymbol? model) =>
        model?.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { MetadataName: "LinearMixedModelAttribute`1", ContainingNamespace: { Name: MarkerNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } });
}
