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
/// is an error. GLMM308 where a generalised model of another response names the Gaussian family: it is a linear mixed model.
/// </summary>
internal sealed class GaussianResponseRule : ModelRule
{
    private const string LinearName = "LinearMixedModel";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.GaussianResponse, DiagnosticDescriptors.ConflictingSettings);

    /// <summary>A response of two values in words; null for any other response.</summary>
    public static string? TwoValues(DeclaredModel model, DesignPlan plan)
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
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { Response: { } response } plan || FamilyFacts.Of(model.Specification.Family) is not { Range: ResponseRange.Numbers } facts)
        {
            return;
        }

        if (TwoValues(model, plan) is not { } values)
        {
            if (facts.Name == FamilyFacts.Gaussian && model.IsGeneralized && model.Specification.Lacks("Dispersion") && model.Specification.Link == FamilyFacts.Identity && plan.ResponseKind == ResponseKind.Numeric && model.Named(Specification.FamilyName) is { } family)
            {
                report(SourceFix.Report(
                    DiagnosticDescriptors.ConflictingSettings,
                    family.GetLocation(),
                    [Linear(model, family)],
                    "A model of the Gaussian family with the identity link is a linear mixed model: declare it as [LinearMixedModel], which is fitted by REML or ML"));
            }

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
            values,
            facts.Name == FamilyFacts.Gaussian ? "a linear model takes it as normally distributed around its mean" : $"a {facts.Words} model takes it as a number without limits"));
    }

    private static SourceFix? Binomial(DeclaredModel model) => Other(model, FamilyFacts.Binomial, "Fit a binomial model");

    /// <summary>The attribute with another family; everything else in it must be valid for it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="other">The family.</param>
    /// <param name="title">What the fix is called.</param>
    public static SourceFix? Other(DeclaredModel model, string other, string title)
    {
        string family = model.Specification.NameOf("Family") + "." + other;
        if (model.IsGeneralized)
        {
            return model.Named(Specification.FamilyName) is { } written ? new SourceFix(title, new TextChange(written.Span, family)) : null;
        }

        SyntaxToken? name = NameOf(model);
        AttributeArgumentSyntax? formula = model.Attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals is null);
        return formula is not null && name is { } identifier && identifier.ValueText.StartsWith(LinearName, StringComparison.Ordinal)
            ? new SourceFix(
                title,
                new TextChange(new SourceSpan(identifier.SpanStart, LinearName.Length), "Generalized" + LinearName),
                new TextChange(new SourceSpan(formula.Span.End, 0), (formula.NameColon is null ? ", " : ", family: ") + family))
            : null;
    }

    /// <summary>The attribute without its family; everything else in it must be valid for a linear model.</summary>
    private static SourceFix? Linear(DeclaredModel model, SyntaxNode family)
    {
        if (NameOf(model) is not { } name
            || !name.ValueText.StartsWith("Generalized" + LinearName, StringComparison.Ordinal)
            || model.Named("Link") is not null
            || model.Named("Trials") is not null
            || model.Attribute.ArgumentList is not { Arguments: { } arguments })
        {
            return null;
        }

        int index = arguments.IndexOf(argument => argument.Expression == family);
        return index > 0
            ? new SourceFix(
                "Make it a linear mixed model",
                new TextChange(new SourceSpan(name.SpanStart, "Generalized".Length), ""),
                new TextChange(SourceSpan.FromBounds(arguments[index - 1].Span.End, arguments[index].Span.End), ""))
            : null;
    }

    private static SyntaxToken? NameOf(DeclaredModel model) => model.Attribute.Name.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault()?.Identifier;
}
