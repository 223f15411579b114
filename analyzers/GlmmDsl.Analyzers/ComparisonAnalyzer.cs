using System.Collections.Immutable;
using GlmmDsl.Analyzers.Comparisons;
using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers;

/// <summary>GLMM401, GLMM402 and GLMM406: comparisons of criteria that do not measure the same thing; GLMM415: criteria of ML fits that choose random effects; where the code shows both fits.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ComparisonAnalyzer : LibraryAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(DiagnosticDescriptors.RemlAcrossFixedEffects, DiagnosticDescriptors.MlAgainstReml, DiagnosticDescriptors.AcrossResponses, DiagnosticDescriptors.MlCriteriaOfRandomEffects);

    private protected override void Start(CompilationStartAnalysisContext start, ModelAttributes attributes) =>
        start.RegisterOperationBlockAction(Check);

    /// <summary>Checks a method body with one finder, so that a value that several comparisons use is followed once.</summary>
    private static void Check(OperationBlockAnalysisContext context)
    {
        ComparisonFinder? finder = null;
        foreach (IOperation block in context.OperationBlocks)
        {
            if (block.SemanticModel is not { } model || !FitWords.Touch(block.Syntax, model.Compilation, context.CancellationToken))
            {
                continue;
            }

            finder ??= new ComparisonFinder(model, context.CancellationToken);
            foreach (IOperation operation in block.DescendantsAndSelf())
            {
                if (finder.Find(operation) is { } wrong)
                {
                    context.ReportDiagnostic(Report(wrong, operation.Syntax.GetLocation()));
                }
            }
        }
    }

    private static Diagnostic Report(WrongComparison wrong, Location place)
    {
        (DiagnosticDescriptor rule, FitSource first, FitSource second) = (wrong.Why.Rule, wrong.First, wrong.Second);
        string criteria = first.Criterion switch
        {
            CriterionName.Aic => "The AICs",
            CriterionName.Bic => "The BICs",
            CriterionName.LogLikelihood => "The log-likelihoods",
            _ => "The criteria",
        };
        if (rule == DiagnosticDescriptors.MlCriteriaOfRandomEffects)
        {
            return Diagnostic.Create(rule, place, criteria, $"{first.Name} and {second.Name}", wrong.Why.Reason);
        }

        if (rule == DiagnosticDescriptors.AcrossResponses)
        {
            string fits = first.Name == second.Name ? $"the {Way(first)} and the {Way(second)} of {first.Name}" : $"{first.Name} and {second.Name}";
            return Diagnostic.Create(rule, place, first.Criterion == second.Criterion ? criteria : "The criteria", fits, wrong.Why.Reason);
        }

        // Either all fits that are compared become ML fits, or none: otherwise the fix would leave ML against REML.
        FitSource[] reml = wrong.All.Where(fit => fit.IsReml).ToArray();
        IEnumerable<Location> making = reml.All(fit => !fit.Making.IsEmpty && fit.Making.All(one => one.SourceTree == place.SourceTree)) ? reml.SelectMany(fit => fit.Making).Distinct() : Enumerable.Empty<Location>();
        return rule == DiagnosticDescriptors.RemlAcrossFixedEffects
            ? Diagnostic.Create(rule, place, making, criteria, $"{first.Name} and {second.Name}", FixedEffects.Difference(first, second))
            : Diagnostic.Create(rule, place, making, criteria, Shown(first), Shown(second));
    }

    private static string Way(FitSource fit) => (fit.IsReml ? "REML" : Incomparability.ApproximationName(fit) ?? "ML") + " fit";

    private static string Shown(FitSource fit) => (fit.IsReml ? "REML fit of " : "ML fit of ") + fit.Name;
}
