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
public sealed class GeneralizedFitAnalyzer : DiagnosticAnalyzer
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

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ModelAttributes.Of(start.Compilation) is { } attributes)
            {
                start.RegisterSyntaxNodeAction(node => CheckName(node, attributes), SyntaxKind.SimpleMemberAccessExpression, SyntaxKind.QualifiedName);
                start.RegisterOperationAction(operation => CheckQuadrature(operation, attributes), OperationKind.Invocation);
            }
        });
    }

    /// <summary>The compiler says of such a name that there is none (CS0117, CS0426), and the rule why.</summary>
    private static void CheckName(SyntaxNodeAnalysisContext context, ModelAttributes attributes)
    {
        (ExpressionSyntax owner, SimpleNameSyntax name) = context.Node is MemberAccessExpressionSyntax access
            ? (access.Expression, access.Name)
            : (((QualifiedNameSyntax)context.Node).Left, ((QualifiedNameSyntax)context.Node).Right);
        string text = name.Identifier.ValueText;
        if (text is "FitReml" or "FitRemlAsync" or "RemlFit"
            && context.SemanticModel.GetSymbolInfo(owner, context.CancellationToken).Symbol is INamedTypeSymbol model
            && attributes.GeneralizedOn(model) is { } attribute
            && SpecificationReader.OfModel(attribute) is { IsGeneralized: true } specification
            && model.GetMembers(text).IsEmpty)
        {
            context.ReportDiagnostic(SourceFix.Report(
                DiagnosticDescriptors.RemlOfGeneralized,
                name.GetLocation(),
                [new SourceFix("Fit by the Laplace approximation", new TextChange(name.Span, LaplaceNames[text]))],
                FamilyFacts.InWords(specification.Family!),
                $"'{LaplaceNames[text]}'"));
        }
    }

    private static void CheckQuadrature(OperationAnalysisContext context, ModelAttributes attributes)
    {
        var invocation = (IInvocationOperation)context.Operation;
        string method = invocation.TargetMethod.Name;
        if (method is "FitQuadrature" or "FitQuadratureAsync"
            && attributes.GeneralizedOn(invocation.TargetMethod.ContainingType) is { } attribute
            && SpecificationReader.Argument(invocation, "nodes") is { ConstantValue: { HasValue: true, Value: int and > 1 } } nodes
            && QuadratureGroups.Several(SpecificationReader.OfModel(attribute).Terms) is { } groups)
        {
            context.ReportDiagnostic(SourceFix.Report(
                DiagnosticDescriptors.QuadratureOfSeveralGroups,
                nodes.Syntax.GetLocation(),
                [Laplace(invocation, nodes), new SourceFix("Use one node", new TextChange(nodes.Syntax.Span, "1"))],
                groups.Count,
                groups.Names));
        }
    }

    /// <summary>The call with another name and without its nodes; where arguments by position follow them, which they would be is not sure.</summary>
    private static SourceFix? Laplace(IInvocationOperation invocation, IOperation nodes)
    {
        if (invocation.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name }, ArgumentList.Arguments: var arguments })
        {
            return null;
        }

        int index = arguments.IndexOf(argument => argument.Expression == nodes.Syntax);
        return index > 0 && arguments.Skip(index + 1).All(argument => argument.NameColon is not null)
            ? new SourceFix(
                "Fit by the Laplace approximation",
                new TextChange(name.Identifier.Span, LaplaceNames[name.Identifier.ValueText]),
                new TextChange(TextSpan.FromBounds(arguments[index - 1].Span.End, arguments[index].Span.End), ""))
            : null;
    }
}
