using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Specifications;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>GLMM412: random numbers without a seed, or with one that differs from run to run.</summary>
internal static class SeedRule
{
    private const string FixTitle = "Use a fixed seed";

    /// <summary>Checks a call.</summary>
    public static void Check(IInvocationOperation invocation, SpecificationReader reader, Action<Diagnostic> report)
    {
        if (invocation.Arguments.FirstOrDefault(a => a.Parameter?.Name == "seed") is not { } argument || !LibraryTypes.IsOurs(invocation.TargetMethod.ContainingType))
        {
            return;
        }

        string method = invocation.TargetMethod.Name;
        if (argument.ArgumentKind == ArgumentKind.DefaultValue)
        {
            if (invocation.Syntax is InvocationExpressionSyntax call)
            {
                SeparatedSyntaxList<ArgumentSyntax> given = call.ArgumentList.Arguments;
                var insertion = new TextChange(new TextSpan(given.Count == 0 ? call.ArgumentList.OpenParenToken.Span.End : given[given.Count - 1].Span.End, 0), given.Count == 0 ? "seed: 1" : ", seed: 1");
                report(SourceFix.Report(DiagnosticDescriptors.WithoutSeed, (MemberName.Of(call) ?? call.Expression).GetLocation(), [new SourceFix(FixTitle, insertion)], $"'{method}' is called without a seed"));
            }
        }
        else if (Varies(argument.Value, reader) is { } source)
        {
            SyntaxNode value = argument.Value.Syntax;
            report(SourceFix.Report(
                DiagnosticDescriptors.WithoutSeed, value.GetLocation(), [new SourceFix(FixTitle, new TextChange(value.Span, "1"))], $"The seed of '{method}' comes from '{source}' and differs from run to run"));
        }
    }

    /// <summary>The clock or generator that a value comes from, here or one definition away; null where none is seen.</summary>
    private static string? Varies(IOperation value, SpecificationReader reader)
    {
        value = SpecificationReader.Stripped(value);
        return SourceIn(value) ?? (reader.SingleValue(value) is { } definition ? SourceIn(definition) : null);
    }

    private static string? SourceIn(IOperation value) => value.DescendantsAndSelf().Select(SourceOf).FirstOrDefault(source => source is not null);

    private static string? SourceOf(IOperation operation) =>
        operation switch
        {
            IPropertyReferenceOperation { Property: { Name: "TickCount" or "TickCount64", ContainingType.Name: "Environment" } property } => "Environment." + property.Name,
            IPropertyReferenceOperation { Property: { Name: "Now" or "UtcNow", ContainingType: { Name: "DateTime" or "DateTimeOffset" } type } property } => type.Name + "." + property.Name,
            IPropertyReferenceOperation { Property: { Name: "Shared", ContainingType.Name: "Random" } } => "Random.Shared",
            IInvocationOperation { TargetMethod: { Name: "NewGuid", ContainingType.Name: "Guid" } } => "Guid.NewGuid",
            IInvocationOperation { TargetMethod: { Name: "GetTimestamp", ContainingType.Name: "Stopwatch" } } => "Stopwatch.GetTimestamp",
            IInvocationOperation { TargetMethod: { Name: "GetInt32", ContainingType.Name: "RandomNumberGenerator" } } => "RandomNumberGenerator.GetInt32",
            IObjectCreationOperation { Type: { Name: "Random", ContainingNamespace.Name: "System" }, Arguments.IsEmpty: true } => "new Random()",
            _ => null,
        };
}
