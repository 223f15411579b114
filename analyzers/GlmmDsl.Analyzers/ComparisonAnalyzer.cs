using System.Collections.Immutable;
using GlmmDsl.Analyzers.Comparisons;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers;

/// <summary>GLMM401 and GLMM402: criteria of fits compared that do not measure the same thing, where the code shows both fits.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ComparisonAnalyzer : DiagnosticAnalyzer
{
    private const string FitInterface = "GlmmDsl.IModelFit";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(DiagnosticDescriptors.RemlAcrossFixedEffects, DiagnosticDescriptors.MlAgainstReml);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(FitInterface) is not null)
            {
                start.RegisterOperationBlockAction(Check);
            }
        });
    }

    /// <summary>Looks at a whole body with one finder, so that a value which several comparisons use is followed once.</summary>
    private static void Check(OperationBlockAnalysisContext context)
    {
        ComparisonFinder? finder = null;
        foreach (IOperation block in context.OperationBlocks)
        {
            if (block.SemanticModel is not { } model || !FitWords.Of(model.SyntaxTree, context.CancellationToken).Touch(block.Syntax))
            {
                continue;
            }

            finder ??= new ComparisonFinder(model, context.CancellationToken);
            foreach (IOperation operation in block.DescendantsAndSelf())
            {
                if (finder.Find(operation) is { } wrong && Incomparability.Of(wrong.First, wrong.Second) is { } rule)
                {
                    context.ReportDiagnostic(Report(rule, operation.Syntax.GetLocation(), wrong.First, wrong.Second));
                }
            }
        }
    }

    private static Diagnostic Report(DiagnosticDescriptor rule, Location place, FitSource first, FitSource second)
    {
        string criteria = first.Criterion switch
        {
            CriterionName.Aic => "The AICs",
            CriterionName.Bic => "The BICs",
            CriterionName.LogLikelihood => "The log-likelihoods",
            _ => "The criteria",
        };
        FitSource[] reml = new[] { first, second }.Where(fit => fit.IsReml).ToArray();
        IEnumerable<Location> making = reml.All(fit => !fit.Making.IsEmpty) ? reml.SelectMany(fit => fit.Making).Distinct() : Enumerable.Empty<Location>();
        return rule == DiagnosticDescriptors.RemlAcrossFixedEffects
            ? Diagnostic.Create(rule, place, making, criteria, $"{first.Name} and {second.Name}", FixedEffects.Difference(first, second))
            : Diagnostic.Create(rule, place, making, criteria, Shown(first), Shown(second));
    }

    private static string Shown(FitSource fit) => (fit.IsReml ? "REML fit of " : "ML fit of ") + fit.Name;
}
