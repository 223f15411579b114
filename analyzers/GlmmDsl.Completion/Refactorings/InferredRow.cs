using System.Text;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis.CSharp;

namespace GlmmDsl.Completion.Refactorings;

/// <summary>A row type for the columns that a formula uses, their types inferred from what the formula does with them.</summary>
internal sealed class InferredRow
{
    private readonly IReadOnlyList<(string Name, string Member, ColumnUse Use)> columns;

    private InferredRow(IReadOnlyList<(string, string, ColumnUse)> columns) => this.columns = columns;

    private enum ColumnUse
    {
        Number,
        Count,
        Text,
    }

    /// <summary>The row type of a formula.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="known">Kinds that the source tells.</param>
    /// <param name="isOfCounts">Whether the response is a count.</param>
    public static InferredRow Of(FormulaContext formula, IReadOnlyDictionary<string, ColumnKind> known, bool isOfCounts)
    {
        string[] names = [.. FormulaWalk.Names(formula.Syntax).Select(name => name.Name).Where(name => !FunctionCatalog.Constants.Contains(name)).Distinct(StringComparer.Ordinal)];
        var texts = new HashSet<string>(Factors(formula), StringComparer.Ordinal);
        var reserved = new HashSet<string>(["Equals", "GetHashCode", "ToString", "GetType", "EqualityContract", "PrintMembers", "Deconstruct", "Clone", "FromTable"], StringComparer.Ordinal);
        IReadOnlyList<string> members = Identifiers.OfAll(names, reserved);
        var times = new HashSet<string>(NumberedTimes(formula), StringComparer.Ordinal);
        string? count = isOfCounts && formula.Terms.Response?.Expression is NameSyntax response ? response.Name : null;
        return new InferredRow([.. names.Select((name, i) => (name, members[i], UseOf(name)))]);

        ColumnUse UseOf(string name) =>
            name == count || (times.Contains(name) && !(known.TryGetValue(name, out ColumnKind time) && time != ColumnKind.Numeric)) ? ColumnUse.Count
            : known.TryGetValue(name, out ColumnKind kind) ? (kind == ColumnKind.Numeric ? ColumnUse.Number : ColumnUse.Text)
            : texts.Contains(name) ? ColumnUse.Text : ColumnUse.Number;
    }

    /// <summary>The record, with the method that reads its rows from a table.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="names">Writes the names of other types.</param>
    public string Declaration(string name, string model, ShortNames names)
    {
        string table = names.Of("GlmmDsl.Data", "Table");
        var code = new StringBuilder();
        code.Append($"/// <summary>A row of the data of <see cref=\"{model}\"/>.</summary>\n");
        code.Append($"public sealed record {name}({string.Join(", ", columns.Select(column => Parameter(column, names)))})\n{{\n");
        code.Append("    /// <summary>The rows of a table.</summary>\n");
        code.Append($"    public static {names.Of("System.Collections.Generic", "IEnumerable")}<{name}> FromTable({table} table)\n    {{\n");
        foreach ((string column, string member, ColumnUse use) in columns)
        {
            code.Append($"        var {Local(member)} = table.{(use == ColumnUse.Text ? "Texts" : "Numbers")}({Literal(column)});\n");
        }

        code.Append("        for (int i = 0; i < table.RowCount; i++)\n        {\n");
        code.Append($"            yield return new {name}({string.Join(", ", columns.Select(Value))});\n        }}\n");
        if (columns.Any(column => column.Use == ColumnUse.Count))
        {
            code.Append("\n        static int Whole(double value) => double.IsInteger(value) ? checked((int)value) : throw new System.IO.InvalidDataException($\"{value} is no whole number.\");\n");
        }

        return code.Append("    }\n}").ToString();
    }

    private static string Parameter((string Name, string Member, ColumnUse Use) column, ShortNames names)
    {
        string type = column.Use switch { ColumnUse.Text => "string", ColumnUse.Count => "int", _ => "double" };
        string attribute = column.Member.TrimStart('@') == column.Name ? "" : $"[property: {names.Of("GlmmDsl", "Column")}({Literal(column.Name)})] ";
        return attribute + type + " " + column.Member;
    }

    private static string Value((string Name, string Member, ColumnUse Use) column) =>
        column.Use switch { ColumnUse.Text => Local(column.Member) + "[i]!", ColumnUse.Count => "Whole(" + Local(column.Member) + "[i])", _ => Local(column.Member) + "[i]" };

    private static string Local(string member)
    {
        string bare = member.TrimStart('@');
        return char.ToLowerInvariant(bare[0]) + bare.Substring(1) + "Column";
    }

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>The columns that are times as numbers, <c>ar1(0 + factor(week) | patient)</c>: as a text their levels would be in alphabetical order.</summary>
    private static IEnumerable<string> NumberedTimes(FormulaContext formula) =>
        formula.Terms.Random.Where(term => TimeStructures.IsOverTime(term.Structure)).SelectMany(term => term.Terms).SelectMany(term => term.Variables).Select(variable => variable.Expression)
            .OfType<CallSyntax>().Where(call => call.Function.Name is "factor" or "as.factor").SelectMany(FormulaWalk.Names).Select(name => name.Name);

    /// <summary>The columns that a formula uses as factors: grouping factors, those it calls so or compares with a text, and those whose levels are the columns of a structure.</summary>
    private static IEnumerable<string> Factors(FormulaContext formula)
    {
        IEnumerable<ExpressionSyntax> groups = formula.Terms.Random.SelectMany(term => term.Group).Select(variable => variable.Expression);
        IEnumerable<ExpressionSyntax> nodes = formula.Syntax.Right.DescendantsAndSelf().Concat(formula.Syntax.Response is { } response ? response.DescendantsAndSelf() : []);
        IEnumerable<ExpressionSyntax> called = nodes.OfType<CallSyntax>().Where(call => call.Function.Name is "factor" or "as.factor");
        IEnumerable<ExpressionSyntax> compared = nodes.OfType<BinarySyntax>().Where(node => node.Left is StringSyntax || node.Right is StringSyntax);
        IEnumerable<ExpressionSyntax> measures = formula.Terms.Random
            .Where(term => term is { Structure: not (CovarianceStructure.Unstructured or CovarianceStructure.Diagonal), HasIntercept: false, Terms: { Length: 1 } terms } && terms[0].Variables.Length == 1)
            .Select(term => term.Terms[0].Variables[0].Expression).Where(expression => expression is NameSyntax);
        return groups.Concat(called).Concat(compared).Concat(measures).SelectMany(FormulaWalk.Names).Select(name => name.Name);
    }
}
