using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Completion.Places;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using CodeArgument = Microsoft.CodeAnalysis.CSharp.Syntax.ArgumentSyntax;

namespace GlmmDsl.Completion.Refactorings;

/// <summary>
/// Turns <c>MixedModel.Fit("Reaction ~ Days + (Days | Subject)", table)</c> into a typed model: a record of the columns that the formula uses, the model's
/// class, and the call.
/// </summary>
internal static class TypedModelRefactoring
{
    /// <summary>The refactoring of a formula that is fitted to a table; none where the call's options have no place in a typed model.</summary>
    public static IEnumerable<SourceFix> Of(FormulaSite site, CancellationToken cancellationToken)
    {
        CodeArgument? argument = site.Expression.Parent as CodeArgument;
        if (argument?.Parent?.Parent is InvocationExpressionSyntax { Parent: CodeArgument outer } parse && site.Model.GetSymbolInfo(parse, cancellationToken).Symbol is IMethodSymbol { Name: "Parse", ContainingType.Name: "Formula" })
        {
            argument = outer;
        }

        if (argument?.Parent is not ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list
            || site.Model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol { Name: "Fit", ContainingType: { Name: "MixedModel", ContainingNamespace: { Name: "GlmmDsl", ContainingNamespace.IsGlobalNamespace: true } } } method
            || list.Arguments.FirstOrDefault(candidate => NameOf(candidate, list, method) == "table") is not { } table
            || site.Formula.Terms.Response is null
            || FittedModel.Of(list.Arguments.FirstOrDefault(candidate => NameOf(candidate, list, method) == "options")?.Expression, site.Model, cancellationToken) is not { } how
            || Host(call) is not { } host)
        {
            yield break;
        }

        InferredRow row = InferredRow.Of(site.Formula, TableColumns.KindsOf(table, site.Model, cancellationToken), how.IsOfCounts);
        string response = site.Formula.Terms.Response.Expression is GlmmDsl.Formulas.NameSyntax name ? GlmmDsl.Formulas.Identifiers.Of(name.Name).TrimStart('@') : "Fitted";
        response = char.ToUpperInvariant(response[0]) + response.Substring(1);
        string rowName = ComparisonModels.FreeName(response + "Row", site.Model, call.SpanStart);
        string modelName = ComparisonModels.FreeName(response + "Model", site.Model, call.SpanStart);
        string others = string.Concat(list.Arguments.Where(other => NameOf(other, list, method) is "progress" or "cancellationToken").Select(other => $", {NameOf(other, list, method)}: {other.Expression}"));
        string fitted = $"{modelName}.{how.Method}({rowName}.FromTable({table.Expression}){others}){(IsUntyped(call) ? ".Result" : "")}";
        string formula = site.Expression is LiteralExpressionSyntax ? site.Expression.ToString() : SymbolDisplay.FormatLiteral(site.Formula.Text, quote: true);
        var names = new ShortNames(site.Model, host.SpanStart);
        string code = row.Declaration(rowName, modelName, names)
            + $"\n\n[{names.Of("GlmmDsl", how.Attribute)}<{rowName}>({formula}{how.Settings})]\npublic sealed partial class {modelName};";
        const string title = "Make it a typed model";
        yield return new SourceFix(
            title,
            new TextChange(call.Span, fitted),
            new TextChange(new TextSpan(host.Span.End, 0), Indented("\n\n" + code, host)))
        {
            Kind = title,
        };
    }

    private static string NameOf(CodeArgument argument, ArgumentListSyntax list, IMethodSymbol method) =>
        argument.NameColon?.Name.Identifier.ValueText ?? method.Parameters.ElementAtOrDefault(list.Arguments.IndexOf(argument))?.Name ?? "";

    /// <summary>Whether the fit is put where its type is written: there the result that needs no model is used.</summary>
    private static bool IsUntyped(InvocationExpressionSyntax call) =>
        call.Parent is not (EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: true } } } or ExpressionStatementSyntax or MemberAccessExpressionSyntax);

    /// <summary>What the new types are put behind: the outermost type around the call, or the last of the file's statements and types.</summary>
    private static SyntaxNode? Host(SyntaxNode call) =>
        call.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault()
        ?? (call.Ancestors().OfType<GlobalStatementSyntax>().Any() && call.SyntaxTree.GetRoot() is CompilationUnitSyntax unit ? unit.Members.LastOrDefault() : null);

    private static string Indented(string code, SyntaxNode host)
    {
        SourceText text = host.SyntaxTree.GetText();
        TextLine line = text.Lines.GetLineFromPosition(host.SpanStart);
        string indentation = text.ToString(TextSpan.FromBounds(line.Start, host.SpanStart));
        indentation = string.IsNullOrWhiteSpace(indentation) ? indentation : "";
        string newLine = text.Lines[0].EndIncludingLineBreak - text.Lines[0].End == 2 ? "\r\n" : "\n";
        return string.Join(newLine, code.Split('\n').Select(part => part.Trim().Length == 0 ? "" : indentation + part));
    }
}

/// <summary>Names of types as a place of source can write them: without their namespaces where these are in use there.</summary>
internal sealed class ShortNames(SemanticModel model, int position)
{
    /// <summary>The name of a type.</summary>
    public string Of(string scope, string name)
    {
        bool isInScope = model.LookupNamespacesAndTypes(position, name: name).Concat(model.LookupNamespacesAndTypes(position, name: name + "Attribute"))
            .Any(symbol => symbol.ContainingNamespace?.ToDisplayString() == scope);
        return isInScope ? name : scope + "." + name;
    }
}
