using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using CodeExpression = Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax;

namespace GlmmDsl.Completion.Places;

/// <summary>
/// What source tells of the columns of a table whose columns are known only at run time: those it is made of, where it is made in sight, and those
/// that the formulas of the file name.
/// </summary>
internal static class TableColumns
{
    private const int MostFormulas = 100;

    /// <summary>The columns that a formula given to a method can name.</summary>
    /// <param name="formula">The argument that is the formula, or that the formula is in.</param>
    /// <param name="model">The semantic model of the file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static KnownColumns Of(SyntaxNode formula, SemanticModel model, CancellationToken cancellationToken)
    {
        var columns = new Dictionary<string, KnownColumn>(StringComparer.Ordinal);
        if (formula.Parent is ArgumentListSyntax list)
        {
            foreach (CodeExpression creation in list.Arguments.Where(other => other != formula).Select(other => SourceOf(other.Expression, model, cancellationToken)).OfType<CodeExpression>())
            {
                foreach (KnownColumn column in MadeIn(creation, model, cancellationToken))
                {
                    columns[column.Name] = column;
                }
            }
        }

        foreach (KnownColumn named in NamedIn(formula, model, cancellationToken).Where(named => !columns.ContainsKey(named.Name)))
        {
            columns.Add(named.Name, named);
        }

        return new KnownColumns(columns.Values.ToImmutableArray(), ImmutableArray<KnownFunction>.Empty);
    }

    /// <summary>The kinds of columns that source tells, for those names a formula uses; others are not in it.</summary>
    public static IReadOnlyDictionary<string, ColumnKind> KindsOf(Microsoft.CodeAnalysis.CSharp.Syntax.ArgumentSyntax table, SemanticModel model, CancellationToken cancellationToken) =>
        SourceOf(table.Expression, model, cancellationToken) is { } source
            ? MadeIn(source, model, cancellationToken).GroupBy(column => column.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Type.Kind, StringComparer.Ordinal)
            : new Dictionary<string, ColumnKind>(StringComparer.Ordinal);

    /// <summary>The expression itself, or what the variable that it names is set to where it is declared in this file.</summary>
    public static CodeExpression? SourceOf(CodeExpression expression, SemanticModel model, CancellationToken cancellationToken)
    {
        if (expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax))
        {
            return expression;
        }

        ISymbol? symbol = model.GetSymbolInfo(expression, cancellationToken).Symbol;
        return symbol is ILocalSymbol or IFieldSymbol
            && symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
            && declaration.SyntaxTree == expression.SyntaxTree
            ? (declaration.GetSyntax(cancellationToken) as VariableDeclaratorSyntax)?.Initializer?.Value
            : null;
    }

    private static IEnumerable<KnownColumn> MadeIn(CodeExpression creation, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (CodeExpression made in creation.DescendantNodesAndSelf().OfType<CodeExpression>().Where(node => node is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax))
        {
            ArgumentListSyntax? arguments = (made as BaseObjectCreationExpressionSyntax)?.ArgumentList ?? (made as InvocationExpressionSyntax)?.ArgumentList;
            if (model.GetTypeInfo(made, cancellationToken).Type is { Name: "NumericColumn" or "FactorColumn" or "TextColumn", ContainingNamespace: { Name: "Data", ContainingNamespace.Name: "GlmmDsl" } } type
                && arguments?.Arguments.FirstOrDefault()?.Expression is { } first
                && model.GetConstantValue(first, cancellationToken) is { HasValue: true, Value: string { Length: > 0 } name })
            {
                bool isNumeric = type.Name == "NumericColumn";
                yield return new KnownColumn(new ColumnType(name, isNumeric ? ColumnKind.Numeric : ColumnKind.Factor), isNumeric ? "number" : "factor", IsGrouping: true, "");
            }
        }
    }

    /// <summary>The names in the other formulas of the file.</summary>
    private static IEnumerable<KnownColumn> NamedIn(SyntaxNode formula, SemanticModel model, CancellationToken cancellationToken) =>
        formula.SyntaxTree.GetRoot(cancellationToken).DescendantNodes()
            .OfType<LiteralExpressionSyntax>()
            .Where(literal => literal.Token.Value is string text && text.IndexOf('~') >= 0 && !formula.Span.Contains(literal.Span))
            .Take(MostFormulas)
            .Select(literal => FormulaParser.Parse((string)literal.Token.Value!).Syntax)
            .OfType<FormulaSyntax>()
            .SelectMany(FormulaWalk.Names)
            .Select(name => name.Name)
            .Distinct(StringComparer.Ordinal)
            .Where(name => !FunctionCatalog.Constants.Contains(name))
            .Select(name => new KnownColumn(new ColumnType(name, ColumnKind.Numeric), "", IsGrouping: true, "In another formula of this file."));
}
