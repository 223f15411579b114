using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Specifications;
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
    public static void CheckNesting(IInvocationOperation invocation, SemanticModel model, Func<IOperation, SeenFit?> fitOf, Action<Diagnostic> report)
    {
        if (FitsOf(invocation, model, fitOf) is not { } fits
            || RandomStructure.Of(fits.First) is not { } first
            || RandomStructure.Of(fits.Second) is not { } second
            || first.Beyond(second) is not { } firstHas
            || second.Beyond(first) is not { } secondHas)
        {
            return;
        }

        report(Diagnostic.Create(
            DiagnosticDescriptors.NotNested, invocation.Syntax.GetLocation(), Name(fits.First, "the first"), firstHas, Name(fits.Second, "the second"), secondHas));
    }

    /// <summary>Checks a p value that is read.</summary>
    public static void CheckBoundary(IPropertyReferenceOperation property, SemanticModel model, SpecificationReader reader, Func<IOperation, SeenFit?> fitOf, Action<Diagnostic> report)
    {
        if (property is not { Instance: { } instance, Property: { Name: "PValue", ContainingType: { } type } }
            || !FitTypes.IsLibraryType(type, "LikelihoodRatioTest", "DroppedTerm")
            || MemberName.Of(property.Syntax) is not { } name
            || Origin(instance, reader) is not { } origin)
        {
            return;
        }

        bool isBoundary = origin.TargetMethod.Name == "DropRandomTerms"
            || (FitsOf(origin, model, fitOf) is { } fits
                && RandomStructure.Of(fits.First) is { } first
                && RandomStructure.Of(fits.Second) is { } second
                && (first.HasFewerRandomEffectsThan(second) || second.HasFewerRandomEffectsThan(first)));
        if (isBoundary)
        {
            report(SourceFix.Report(
                DiagnosticDescriptors.PlainPValueAtBoundary,
                name.GetLocation(),
                [property.Syntax is MemberAccessExpressionSyntax ? new SourceFix("Read the p value of the mixture", new TextChange(name.Span, "MixturePValue!.Value")) : null]));
        }
    }

    /// <summary>The two fits that a call tests; null for other calls and numbers of fits.</summary>
    private static (SeenFit First, SeenFit Second)? FitsOf(IInvocationOperation invocation, SemanticModel model, Func<IOperation, SeenFit?> fitOf)
    {
        if (!FitTypes.IsLibraryType(invocation.TargetMethod.ContainingType, "LikelihoodRatio", "Models") || invocation.Syntax is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments })
        {
            return null;
        }

        List<IOperation?> fits = arguments.Select(a => model.GetOperation(a.Expression)).Where(a => a?.Type is { } type && (SeenFit.IsTyped(type) || FitTypes.IsLibraryType(type, "MixedModelFit"))).ToList();
        return fits.Count == 2 && fitOf(fits[0]!) is { } first && fitOf(fits[1]!) is { } second ? (first, second) : null;
    }

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
                    value = reader.SingleValue(value);
                    break;
            }
        }

        return null;
    }

    private static string Name(SeenFit fit, string otherwise) => fit.Model is { } model ? $"'{model.Name}'" : otherwise;
}
