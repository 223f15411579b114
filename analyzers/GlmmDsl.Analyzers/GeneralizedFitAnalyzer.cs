using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using FamilyFacts = GlmmDsl.Formulas.FamilyFacts;

namespace GlmmDsl.Analyzers;

/// <summary>GLMM305 and GLMM306 where a typed generalised model is fitted: REML, which it does not have, and quadrature of several grouping factors.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GeneralizedFitAnalyzer : LibraryAnalyzer
{
    private static readonly ImmutableDictionary<string, string> LaplaceNames = ImmutableDictionary<string, string>.Empty
        .Add("FitReml", "FitLaplace")
        .Add("FitRemlAsync", "FitLaplaceAsync")
        .Add("RemlFit", "LaplaceFit")
        .Add("FitQuadrature", "FitLaplace")
        .Add("FitQuadratureAsync", "FitLaplaceAsync");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(DiagnosticDescriptors.RemlOfGeneralized, DiagnosticDescriptors.QuadratureOfSeveralGroups);

    private protected override void Start(CompilationStartAnalysisContext start, ModelAttributes attributes)
    {
        start.RegisterSyntaxNodeAction(node => CheckName(node, attributes), SyntaxKind.SimpleMemberAccessExpression, SyntaxKind.QualifiedName);
        start.RegisterOperationAction(operation => CheckQuadrature(operation, attributes), OperationKind.Invocation);
    }

    /// <summary>The compiler reports that there is no such name (CS0117, CS0426), and the rule explains why.</summary>
    private static void CheckName(SyntaxNodeAnalysisContext context, ModelAttributes attributes)
    {
        (ExpressionSyntax owner, SimpleNameSyntax name) = context.Node is MemberAccessExpressionSyntax access
            ? (access.Expression, access.Name)
            : (((QualifiedNameSyntax)context.Node).Left, ((QualifiedNameSyntax)context.Node).Right);
        string text = name.Identifier.ValueText;
        if (text is not ("FitReml" or "FitRemlAsync" or "RemlFit") || context.SemanticModel.GetSymbolInfo(owner, context.CancellationToken).Symbol is not INamedTypeSymbol model)
        {
            return;
        }

        AttributeData? attribute = attributes.GeneralizedOn(model);
        if (attribute is null
            && model.GetAttributes().FirstOrDefault(a => attributes.IsModel(a.AttributeClass)) is { } linear
            && linear.NamedArguments.Any(a => a is { Key: "Dispersion", Value.Value: string { Length: > 0 } })
            && model.GetMembers(text).IsEmpty)
        {
            string ml = text.Replace("Reml", "Ml");
            context.ReportDiagnostic(SourceFix.Report(
                DiagnosticDescriptors.RemlOfGeneralized, name.GetLocation(), [new SourceFix("Fit by maximum likelihood", new TextChange(name.Span, ml))], "heteroscedastic", $"or by maximum likelihood, '{ml}'"));
            return;
        }

        if (attribute is not null
            && SpecificationReader.OfModel(attribute) is { IsGeneralized: true } specification
            && model.GetMembers(text).IsEmpty)
        {
            context.ReportDiagnostic(SourceFix.Report(
                DiagnosticDescriptors.RemlOfGeneralized,
                name.GetLocation(),
                [new SourceFix("Fit by the Laplace approximation", OptionsOf(context.Node).Prepend(new TextChange(name.Span, LaplaceNames[text])).ToImmutableArray())],
                FamilyFacts.InWords(specification.Family!),
                $"'{LaplaceNames[text]}'"));
        }
    }

    /// <summary>The type of options written in the call, which another method takes by another name.</summary>
    private static IEnumerable<TextChange> OptionsOf(SyntaxNode called) =>
        called.Parent is InvocationExpressionSyntax { ArgumentList.Arguments: var arguments }
            ? arguments
                .Select(argument => (argument.Expression as ObjectCreationExpressionSyntax)?.Type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last())
                .Where(type => type?.Identifier.ValueText == "LinearFitOptions")
                .Select(type => new TextChange(type!.Span, "LaplaceFitOptions"))
            : [];

    private static void CheckQuadrature(OperationAnalysisContext context, ModelAttributes attributes)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (invocation.TargetMethod.Name is "FitQuadrature" or "FitQuadratureAsync"
            && attributes.GeneralizedOn(invocation.TargetMethod.ContainingType) is { } attribute
            && QuadratureGroups.Several(SpecificationReader.OfModel(attribute).Terms) is { } groups
            && QuadratureCall.WithSeveralNodes(invocation, context.CancellationToken) is { } call)
        {
            context.ReportDiagnostic(SourceFix.Report(
                DiagnosticDescriptors.QuadratureOfSeveralGroups, call.Place, [call.Laplace(LaplaceNames), call.OneNode()], groups.Count, groups.Names));
        }
    }
}
