using GlmmDsl.Analyzers.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Models;

/// <summary>Reads the model that an attribute declares.</summary>
internal static class ModelDeclarationReader
{
    /// <summary>The model; null when the attribute is another, or the code is not complete enough to tell.</summary>
    /// <param name="attribute">Any attribute.</param>
    /// <param name="semanticModel">What its file means.</param>
    /// <param name="linear">The attribute of linear models.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static ModelDeclaration? Read(AttributeSyntax attribute, SemanticModel semanticModel, INamedTypeSymbol linear, CancellationToken cancellationToken)
    {
        if (attribute.Parent?.Parent is not TypeDeclarationSyntax declaration
            || semanticModel.GetTypeInfo(attribute, cancellationToken).Type is not INamedTypeSymbol { TypeArguments: { Length: 1 } typeArguments } type
            || !ModelAttributes.IsModel(type, linear)
            || semanticModel.GetDeclaredSymbol(declaration, cancellationToken) is not { } model)
        {
            return null;
        }

        var named = new Dictionary<string, ExpressionSyntax>(StringComparer.Ordinal);
        ExpressionSyntax? formula = null;
        foreach (AttributeArgumentSyntax argument in attribute.ArgumentList?.Arguments ?? default)
        {
            if (argument.NameEquals is { } name)
            {
                named[name.Name.Identifier.ValueText] = argument.Expression;
            }
            else
            {
                formula ??= argument.Expression;
            }
        }

        FormulaText? text = formula is null ? null : FormulaTextReader.Read(formula, semanticModel, cancellationToken);
        return new ModelDeclaration(model, declaration, attribute, typeArguments[0], text, named, semanticModel);
    }
}
