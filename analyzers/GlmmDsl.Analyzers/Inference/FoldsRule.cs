using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using TextSpan = Microsoft.CodeAnalysis.Text.TextSpan;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>
/// GLMM413: cross-validation by single rows of a model with groups: rows of a group then stand on both sides. Silent where the folds or the model's random effects cannot be
/// seen.
/// </summary>
internal static class FoldsRule
{
    /// <summary>The method that takes folds.</summary>
    public const string Name = "CrossValidate";

    private const string ByRow = "ByRow";
    private const string ByGroup = "ByGroup";

    /// <summary>Checks a cross-validation: of a fit, or of a model by a static method of its class.</summary>
    public static void Check(IInvocationOperation invocation, Func<IOperation, SeenFit?> fitOf, SpecificationReader reader, Action<Diagnostic> report)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (!LibraryTypes.IsOurs(method.ContainingType)
            || SpecificationReader.Argument(invocation, "folds") is not { } argument
            || Making(argument, reader) is not { } folds
            || TermsOf(invocation, fitOf, reader) is not { Random.IsEmpty: false } terms)
        {
            return;
        }

        // Groups within others are not independent of each other: those that hold the others come first.
        ImmutableArray<string> groups = terms.Random.OrderBy(r => r.Group.Length).Select(r => r.GroupName).Distinct(StringComparer.Ordinal).ToImmutableArray();
        SyntaxNode place = argument.Syntax.Span.Contains(folds.Syntax.Span) ? folds.Syntax : argument.Syntax;
        report(SourceFix.Report(
            DiagnosticDescriptors.FoldsOfRows,
            place.GetLocation(),
            groups.Select((group, i) => folds.Syntax.SyntaxTree == place.SyntaxTree ? Divide(folds, group, i) : null),
            groups[0]));
    }

    /// <summary>The call that makes folds of rows, here or where the one value is made; null for other folds and where it cannot be seen.</summary>
    private static IInvocationOperation? Making(IOperation argument, SpecificationReader reader)
    {
        IOperation? value = argument;
        for (int depth = 0; depth < 4 && value is not null; depth++)
        {
            value = SpecificationReader.Stripped(value);
            if (value is IInvocationOperation { TargetMethod: { Name: ByRow, ContainingType: var type } } made)
            {
                return LibraryTypes.IsOurs(type) ? made : null;
            }

            value = reader.SingleValue(value);
        }

        return null;
    }

    private static ModelTerms? TermsOf(IInvocationOperation invocation, Func<IOperation, SeenFit?> fitOf, SpecificationReader reader) =>
        invocation.Instance is { } fit ? fitOf(fit)?.Terms(reader) : ComparedModel.Of(invocation.TargetMethod.ContainingType)?.Plan.Terms;

    /// <summary>Folds of whole groups: by the typed model's own method where there is one, else by the group's name.</summary>
    private static SourceFix? Divide(IInvocationOperation folds, string group, int place)
    {
        if (folds.Syntax is not InvocationExpressionSyntax call || MemberName.Of(call) is not { } name)
        {
            return null;
        }

        string kind = FormattableString.Invariant($"Divide{place}");
        string title = $"Divide the groups of '{group}'";
        INamedTypeSymbol type = folds.TargetMethod.ContainingType;
        string own = "By" + group;
        if (type.GetMembers(own).Any(m => m is IMethodSymbol { IsStatic: true, Parameters.Length: 1 }))
        {
            return new SourceFix(title, new TextChange(name.Span, own)) { Kind = kind };
        }

        string literal = group.IndexOfAny(['"', '\\']) < 0 ? $"\"{group}\"" : "@\"" + group.Replace("\"", "\"\"") + "\"";
        return type.GetMembers(ByGroup).IsEmpty
            ? null
            : new SourceFix(title, new TextChange(name.Span, ByGroup), new TextChange(new TextSpan(call.ArgumentList.OpenParenToken.Span.End, 0), literal + ", ")) { Kind = kind };
    }
}
