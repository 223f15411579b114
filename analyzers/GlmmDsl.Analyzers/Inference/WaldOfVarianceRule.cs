using System.Text.RegularExpressions;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Specifications;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>GLMM405: a Wald interval or test asked of a standard deviation or correlation, by lme4's name of it.</summary>
internal static class WaldOfVarianceRule
{
    private static readonly Regex VarianceName = new(@"^(sd_.+\|.+|cor_.+\|.+|sigma)$", RegexOptions.CultureInvariant);

    /// <summary>Checks an indexer.</summary>
    public static void Check(IPropertyReferenceOperation property, SpecificationReader reader, Action<Diagnostic> report)
    {
        if (property is { Property.IsIndexer: true, Instance: { } results, Arguments: { Length: 1 } arguments } && LibraryTypes.IsOurs(property.Property.ContainingType))
        {
            Check(arguments[0].Value, results, reader, report);
        }
    }

    /// <summary>Checks a look-up.</summary>
    public static void Check(IInvocationOperation invocation, SpecificationReader reader, Action<Diagnostic> report)
    {
        if (invocation is { Instance: { } results, Arguments.Length: 2 } && LibraryTypes.IsOurs(invocation.TargetMethod.ContainingType))
        {
            Check(invocation.Arguments[0].Value, results, reader, report);
        }
    }

    private static void Check(IOperation key, IOperation results, SpecificationReader reader, Action<Diagnostic> report)
    {
        if (key.ConstantValue is not { HasValue: true, Value: string name } || !VarianceName.IsMatch(name))
        {
            return;
        }

        IOperation value = SpecificationReader.Stripped(results);
        IOperation? made = value is IPropertyReferenceOperation { Property.Name: "Coefficients", Instance: { } tests } ? tests : value;
        made = SpecificationReader.Stripped(made);
        bool isHere = made is IInvocationOperation;
        made = isHere ? made : reader.SingleValue(made) is { } definition ? SpecificationReader.Stripped(definition) : null;
        if (made is IInvocationOperation { TargetMethod: { Name: "WaldIntervals" or "Wald", ContainingType: var type } method } call && LibraryTypes.IsOurs(type))
        {
            bool canProfile = isHere && method.Name == "WaldIntervals" && call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax };
            report(SourceFix.Report(
                DiagnosticDescriptors.WaldOfVariance,
                key.Syntax.GetLocation(),
                [canProfile ? new SourceFix("Profile the likelihood", new TextChange(((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)call.Syntax).Expression).Name.Span, "Profile().Intervals")) : null],
                name));
        }
    }
}
