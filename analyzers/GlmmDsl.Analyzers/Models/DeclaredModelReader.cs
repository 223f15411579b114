using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Analyzers.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Models;

/// <summary>Reads the model that an attribute declares.</summary>
internal static class DeclaredModelReader
{
    /// <summary>The model; null when it is a different attribute, or the code is too incomplete to decide.</summary>
    /// <param name="attribute">Any attribute.</param>
    /// <param name="semanticModel">The semantic model of its file.</param>
    /// <param name="attributes">The attributes of models.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static DeclaredModel? Read(AttributeSyntax attribute, SemanticModel semanticModel, ModelAttributes attributes, CancellationToken cancellationToken)
    {
        if (attribute.Parent?.Parent is not TypeDeclarationSyntax declaration
            || semanticModel.GetTypeInfo(attribute, cancellationToken).Type is not INamedTypeSymbol { TypeArguments: { Length: 1 } typeArguments } type
            || !attributes.IsModel(type)
            || semanticModel.GetDeclaredSymbol(declaration, cancellationToken) is not { } model)
        {
            return null;
        }

        var named = new Dictionary<string, Setting>(StringComparer.Ordinal);
        ExpressionSyntax? formula = null;
        int position = 0;
        foreach (AttributeArgumentSyntax argument in attribute.ArgumentList?.Arguments ?? default)
        {
            if (argument.NameEquals is { } property)
            {
                named[property.Name.Identifier.ValueText] = Setting.Of(argument.Expression, argument, semanticModel, cancellationToken);
                continue;
            }

            string parameter = argument.NameColon?.Name.Identifier.ValueText ?? (position == 0 ? "formula" : position == 1 ? "family" : "");
            position++;
            if (parameter == "formula")
            {
                formula ??= argument.Expression;
            }
            else if (parameter == "family")
            {
                named[Specification.FamilyName] = Setting.Of(argument.Expression, argument, semanticModel, cancellationToken);
            }
        }

        FormulaText? text = formula is null ? null : FormulaTextReader.Read(formula, semanticModel, cancellationToken);
        bool isNull = text is null && formula is not null && semanticModel.GetConstantValue(formula, cancellationToken) is { HasValue: true, Value: null };
        return new DeclaredModel(model, declaration, attribute, typeArguments[0], text, named, isGeneralized: attributes.IsGeneralized(type), semanticModel)
        {
            NullFormula = isNull ? formula : null,
        };
    }
}
