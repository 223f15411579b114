using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers;

/// <summary>GLMM302 to GLMM307 for fits at run time, as far as the code shows their options as constants.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FitOptionsAnalyzer : LibraryAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        SpecificationRules.All.SelectMany(rule => rule.Descriptors).Distinct().ToImmutableArray();

    private protected override void Start(CompilationStartAnalysisContext start, ModelAttributes attributes)
    {
        start.RegisterOperationAction(CheckOptions, OperationKind.ObjectCreation, OperationKind.With);
        start.RegisterOperationAction(CheckFit, OperationKind.Invocation);
    }

    private static void CheckOptions(OperationAnalysisContext context)
    {
        if (context.Operation.SemanticModel is { } model
            && !IsChanged(context.Operation)
            && new SpecificationReader(model, context.CancellationToken).OfCreation(context.Operation) is { } specification)
        {
            // What a with takes over from other options is checked where these are written.
            bool isChange = context.Operation is IWithOperation;
            Check(specification, isFit: false, diagnostic =>
            {
                if (!isChange || (diagnostic.Location.SourceTree == context.Operation.Syntax.SyntaxTree && context.Operation.Syntax.Span.Contains(diagnostic.Location.SourceSpan)))
                {
                    context.ReportDiagnostic(diagnostic);
                }
            });
        }
    }

    private static void CheckFit(OperationAnalysisContext context)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (invocation.SemanticModel is { } model
            && SpecificationReader.IsFit(invocation)
            && new SpecificationReader(model, context.CancellationToken).OfFit(invocation) is { } specification)
        {
            Check(specification, isFit: true, context.ReportDiagnostic);
        }
    }

    /// <summary>Whether a <c>with</c> makes other options from these: it is checked in their place.</summary>
    private static bool IsChanged(IOperation creation)
    {
        IOperation? parent = creation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is IWithOperation with && with.Operand.Syntax.Span.Contains(creation.Syntax.Span);
    }

    private static void Check(Specification specification, bool isFit, Action<Diagnostic> report)
    {
        foreach (SpecificationRule rule in SpecificationRules.All.Where(rule => rule.NeedsFormula == isFit))
        {
            rule.Check(specification, report);
        }
    }
}
