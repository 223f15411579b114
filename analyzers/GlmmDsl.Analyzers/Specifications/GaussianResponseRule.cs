using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SourceSpan = Microsoft.CodeAnalysis.Text.TextSpan;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>
/// GLMM301: a response of two values in a linear model. A bool can be fitted as 0 and 1, so that it is a warning; an enum cannot be fitted at all, and
/// is an error.
/// </summary>
internal sealed class GaussianResponseRule : ModelRule
{
    private const string LinearName = "LinearMixedModel";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.GaussianResponse);

    /// <summary>What a response of two values is, in words; null for any other response.</summary>
    public static string? TwoValues(ModelDeclaration model, DesignPlan plan)
    {
        if (plan.Response is not { } response)
        {
            return null;
        }

        GlmmDsl.Formulas.ExpressionSyntax expression = FractionalExpression.Bare(response.Expression);
        RowColumn? column = expression is GlmmDsl.Formulas.NameSyntax name ? model.Row.Find(name.Name) : null;
        return (plan.ResponseKind, column, expression) switch
        {
            (ResponseKind.Numeric, { Kind: ColumnKind.Logical }, _) => "true or false",
            (ResponseKind.Numeric, _, BinarySyntax { Operator: >= BinaryOperator.And and <= BinaryOperator.GreaterOrEqual } or UnarySyntax { Operator: UnaryOperator.Not }) => "true or false",
            (ResponseKind.Factor, { AreLevelsKnown: true, Levels.Count: 2 }, _) => $"'{column.Levels[0]}' or '{column.Levels[1]}'",
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override void Check(ModelDeclaration model, Action<Diagnostic> report)
    {
        if (model.Plan is not { Response: { } response } plan || model.Specification.Family != FamilyFacts.Gaussian || TwoValues(model, plan) is not { } values)
        {
            return;
        }

        Location location = model.Place(response.Expression.Span);
        report(Diagnostic.Create(
            DiagnosticDescriptors.GaussianResponse,
            location,
            plan.ResponseKind == ResponseKind.Factor ? DiagnosticSeverity.Error : DiagnosticDescriptors.GaussianResponse.DefaultSeverity,
            additionalLocations: null,
            SourceFix.Properties(location, [Binomial(model)]),
            response.Name,
            values));
    }

    private static SourceFix? Binomial(ModelDeclaration model)
    {
        string family = model.Specification.NameOf("Family") + "." + FamilyFacts.Binomial;
        const string Title = "Fit a binomial model";
        if (model.IsGeneralized)
        {
            return model.Named(Specification.FamilyName) is { } written ? new SourceFix(Title, new TextChange(written.Span, family)) : null;
        }

        SyntaxToken? name = model.Attribute.Name.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault()?.Identifier;
        AttributeArgumentSyntax? formula = model.Attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals is null);
        return formula is not null && name is { } identifier && identifier.ValueText.StartsWith(LinearName, StringComparison.Ordinal)
            ? new SourceFix(
                Title,
                new TextChange(new SourceSpan(identifier.SpanStart, LinearName.Length), "Generalized" + LinearName),
                new TextChange(new SourceSpan(formula.Span.End, 0), (formula.NameColon is null ? ", " : ", family: ") + family))
            : null;
    }
}
