using System.Collections.Immutable;
using GlmmDsl.Analyzers.Inference;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers;

/// <summary>
/// The rules about what is done with a fit: GLMM403 to GLMM405, GLMM407 to GLMM409, GLMM411 to GLMM414 and GLMM416. Each looks at the name of a member or parameter first, so that other code costs a
/// comparison of words.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InferenceAnalyzer : LibraryAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        DiagnosticDescriptors.NotNested,
        DiagnosticDescriptors.PlainPValueAtBoundary,
        DiagnosticDescriptors.WaldOfVariance,
        DiagnosticDescriptors.KenwardRogerOfOther,
        DiagnosticDescriptors.TypeThreeWald,
        DiagnosticDescriptors.NewLevelOfFixedFactor,
        DiagnosticDescriptors.LevelOutsideRange,
        DiagnosticDescriptors.WithoutSeed,
        DiagnosticDescriptors.FoldsOfRows,
        DiagnosticDescriptors.PairsWithoutAdjustment,
        DiagnosticDescriptors.WithoutSphericity);

    private protected override void Start(CompilationStartAnalysisContext start, ModelAttributes attributes) =>
        start.RegisterOperationAction(operation => Check(operation, attributes), OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.SimpleAssignment, OperationKind.Invalid);

    private static void Check(OperationAnalysisContext context, ModelAttributes attributes)
    {
        if (context.Operation.SemanticModel is not { } model)
        {
            return;
        }

        switch (context.Operation)
        {
            case IInvocationOperation invocation:
                CheckParameters(invocation);
                CheckMethod(invocation);
                break;
            case IPropertyReferenceOperation { Property.Name: "Terms" } property:
                TypeThreeWaldRule.Check(property, FitOf, Reader(), context.ReportDiagnostic);
                break;
            case IPropertyReferenceOperation { Property.Name: "PValue" } property:
                LikelihoodRatioRule.CheckBoundary(property, model, Reader(), FitOf, context.ReportDiagnostic, context.CancellationToken);
                PairsRule.Check(property, context.ReportDiagnostic);
                SphericityRule.Check(property, Reader(), context.ReportDiagnostic);
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: true } property:
                WaldOfVarianceRule.Check(property, Reader(), context.ReportDiagnostic);
                break;
            case ISimpleAssignmentOperation assignment:
                LevelRule.Check(assignment, context.ReportDiagnostic);
                break;
            case IInvalidOperation invalid:
                KenwardRogerRule.Check(invalid, FitOf, context.ReportDiagnostic);
                break;
        }

        void CheckParameters(IInvocationOperation invocation)
        {
            foreach (IParameterSymbol parameter in invocation.TargetMethod.Parameters)
            {
                switch (parameter.Name)
                {
                    case "level" or "levels":
                        LevelRule.Check(invocation, context.ReportDiagnostic);
                        break;
                    case "seed":
                        SeedRule.Check(invocation, Reader(), context.ReportDiagnostic);
                        break;
                    case "newLevels":
                        NewLevelsRule.Check(invocation, FitOf, context.ReportDiagnostic);
                        break;
                }
            }
        }

        void CheckMethod(IInvocationOperation invocation)
        {
            switch (invocation.TargetMethod.Name)
            {
                case KenwardRogerRule.Name:
                    KenwardRogerRule.Check(invocation, FitOf, context.ReportDiagnostic);
                    break;
                case "Test" or "Bootstrap":
                    LikelihoodRatioRule.CheckNesting(invocation, model, FitOf, context.ReportDiagnostic, context.CancellationToken);
                    break;
                case FoldsRule.Name:
                    FoldsRule.Check(invocation, FitOf, Reader(), context.ReportDiagnostic);
                    break;
                case "Pairs" or "Adjusted":
                    PairsRule.Check(invocation, FitOf, Reader(), context.ReportDiagnostic);
                    break;
                case "TryGet":
                    WaldOfVarianceRule.Check(invocation, Reader(), context.ReportDiagnostic);
                    break;
                case "Anova":
                    TypeThreeWaldRule.Check(invocation, FitOf, Reader(), context.ReportDiagnostic);
                    break;
            }
        }

        SpecificationReader Reader() => new(model, context.CancellationToken);

        SeenFit? FitOf(IOperation fit) => SeenFit.Of(fit, attributes, model, context.CancellationToken);
    }
}
