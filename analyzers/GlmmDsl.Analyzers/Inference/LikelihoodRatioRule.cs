using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>
/// GLMM403: a likelihood-ratio test of models that cannot be nested, each having a column or grouping factor that the other has not. GLMM404: the plain p value of a
/// test in which a variance is set to zero, the boundary of its range.
/// </summary>
internal static class LikelihoodRatioRule
{
    /// <summary>Checks a call that tests two fits.</summary>
    public static void CheckNesting(IInvocationOperation invocation, SemanticModel model, Func<IOperation, SeenFit?> fitOf, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        // Where any two of several are not nested, two that follow each other in the test are not.
        List<(SeenFit Fit, RandomStructure? Structure)> fits = FitsOf(invocation, model, fitOf, cancellationToken).ConvertAll(fit => (fit, RandomStructure.Of(fit)));
        for (int j = 1; j < fits.Count; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (fits[i].Structure is { } first && fits[j].Structure is { } second && first.Beyond(second) is { } firstHas && second.Beyond(first) is { } secondHas)
                {
                    report(Diagnostic.Create(DiagnosticDescriptors.NotNested, invocation.Syntax.GetLocation(), Name(fits[i].Fit, Place(i)), firstHas, Name(fits[j].Fit, Place(j)), secondHas));
                    return;
                }
            }
        }
    }

    /// <summary>Checks a p value that is read. Code that reads the mixture's too knows of the boundary.</summary>
    public static void CheckBoundary(IPropertyReferenceOperation property, SemanticModel model, SpecificationReader reader, Func<IOperation, SeenFit?> fitOf, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        if (property is not { Instance: { } instance, Property: { Name: "PValue", ContainingType: { } type } }
            || !FitTypes.IsLibraryType(type, "LikelihoodRatioTest", "DroppedTerm")
            || MemberName.Of(property.Syntax) is not { } name
            || EnclosingCode.Names(property.Syntax, "MixturePValue", "Mixture")
            || Origin(instance, reader) is not { } origin)
        {
            return;
        }

        bool isBoundary = origin.TargetMethod.Name == "DropRandomTerms"
            || (FitsOf(origin, model, fitOf, cancellationToken) is { Count: 2 } fits
                && RandomStructure.Of(fits[0]) is { } first
                && RandomStructure.Of(fits[1]) is { } second
                && (first.HasFewerRandomEffectsThan(second) || second.HasFewerRandomEffectsThan(first)));
        if (isBoundary)
        {
            report(SourceFix.Report(
                DiagnosticDescriptors.PlainPValueAtBoundary,
                name.GetLocation(),
                [property.Syntax is MemberAccessExpressionSyntax ? new SourceFix("Read the p value of the mixture", new TextChange(name.Span, "MixturePValue!.Value")) : null]));
        }
    }

    /// <summary>The fits that a call tests, one by one or as one collection; none where one cannot be seen.</summary>
    private static List<SeenFit> FitsOf(IInvocationOperation invocation, SemanticModel model, Func<IOperation, SeenFit?> fitOf, CancellationToken cancellationToken)
    {
        if (!FitTypes.IsLibraryType(invocation.TargetMethod.ContainingType, "LikelihoodRatio", "Models") || invocation.Syntax is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments })
        {
            return [];
        }

        List<IOperation> fits = arguments.Select(a => model.GetOperation(a.Expression, cancellationToken)).OfType<IOperation>().Where(IsFit).ToList();
        if (fits.Count == 0
            && invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "fits") is { Value: var given }
            && new ValueTracer(model, cancellationToken).ElementsOf(new Bound(given, null)) is { IsWhole: true } elements)
        {
            fits = elements.Items.Select(element => element.Stripped().Operation).ToList();
        }

        List<SeenFit> seen = fits.Select(fitOf).OfType<SeenFit>().ToList();
        return seen.Count == fits.Count ? seen : [];
    }

    private static bool IsFit(IOperation value) => value.Type is { } type && (SeenFit.IsTyped(type) || FitTypes.IsLibraryType(type, "MixedModelFit"));

    /// <summary>The call that made the table of which one test is read.</summary>
    private static IInvocationOperation? Origin(IOperation test, SpecificationReader reader)
    {
        IOperation? value = test;
        for (int depth = 0; depth < 8 && value is not null; depth++)
        {
            value = SpecificationReader.Stripped(value);
            switch (value)
            {
                case IInvocationOperation { TargetMethod.Name: "First" or "Last" or "Single" or "ElementAt" } element:
                    value = element.Instance ?? element.Arguments.FirstOrDefault()?.Value;
                    break;
                case IInvocationOperation invocation:
                    return invocation.TargetMethod.Name is "DropRandomTerms" or "Test" or "Table" ? invocation : null;
                case IPropertyReferenceOperation { Property: { IsIndexer: true } or { Name: "Tests" }, Instance: { } whole }:
                    value = whole;
                    break;
                default:
                    value = ReadSource.CollectionOf(value) ?? ReadSource.MatchedWith(value) ?? reader.SingleValue(value);
                    break;
            }
        }

        return null;
    }

    private static string Place(int index) => index switch { 0 => "the first", 1 => "the second", 2 => "the third", _ => "another" };

    private static string Name(SeenFit fit, string otherwise) => fit.Model is { } model ? $"'{model.Name}'" : otherwise;
}
