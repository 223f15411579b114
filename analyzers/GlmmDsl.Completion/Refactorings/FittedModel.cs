using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using CodeExpression = Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax;

namespace GlmmDsl.Completion.Refactorings;

/// <summary>What the options of a fit are in a typed model: its attribute, the attribute's settings, the method.</summary>
/// <param name="Attribute">The attribute, without its ending.</param>
/// <param name="Settings">The attribute's arguments behind the formula, each with its comma.</param>
/// <param name="Method">The method that fits.</param>
/// <param name="IsOfCounts">Whether the response is a count, and no row can lack it.</param>
internal sealed record FittedModel(string Attribute, string Settings, string Method, bool IsOfCounts)
{
    /// <summary>Reads options; null where they are not written out, or a typed model has no place for one of them.</summary>
    public static FittedModel? Of(CodeExpression? options, SemanticModel model, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, CodeExpression>(StringComparer.Ordinal);
        if (options is not (null or LiteralExpressionSyntax { Token.ValueText: "null" or "default" }))
        {
            if (options is not BaseObjectCreationExpressionSyntax creation)
            {
                return null;
            }

            foreach (CodeExpression part in creation.Initializer?.Expressions ?? default)
            {
                if (part is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } assignment || !model.GetConstantValue(assignment.Right, cancellationToken).HasValue)
                {
                    return null;
                }

                settings[name.Identifier.ValueText] = assignment.Right;
            }
        }

        bool isGeneralized = settings.ContainsKey("Family") || settings.ContainsKey("Link");
        string attribute = isGeneralized ? "GeneralizedLinearMixedModel" : "LinearMixedModel";
        string? method = Take(settings, "Method") is { } how ? MemberOf(how, model, cancellationToken) : null;
        CodeExpression? family = Take(settings, "Family");
        INamedTypeSymbol? type = model.Compilation.GetTypeByMetadataName($"GlmmDsl.{attribute}Attribute`1");
        if (type is null || settings.Keys.Any(name => !type.GetMembers(name).OfType<IPropertySymbol>().Any(property => property.SetMethod is not null)))
        {
            return null;
        }

        string others = string.Concat(settings.Select(setting => $", {setting.Key} = {setting.Value}"));
        return isGeneralized
            ? new FittedModel(
                attribute,
                $", {family?.ToString() ?? "Family." + FamilyFacts.Gaussian}{others}",
                "FitLaplace",
                family is not null && FamilyFacts.IsOfCounts(MemberOf(family, model, cancellationToken)) && !settings.ContainsKey("Missing"))
            : new FittedModel(attribute, others, method == "Ml" ? "FitMl" : "FitReml", IsOfCounts: false);
    }

    private static CodeExpression? Take(Dictionary<string, CodeExpression> settings, string name)
    {
        settings.TryGetValue(name, out CodeExpression? value);
        settings.Remove(name);
        return value;
    }

    private static string? MemberOf(CodeExpression value, SemanticModel model, CancellationToken cancellationToken) => model.GetSymbolInfo(value, cancellationToken).Symbol?.Name;
}
