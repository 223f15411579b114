using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>How a level of a factor is named in code: by a value of the member's own type.</summary>
/// <param name="TypeName">The type of the key.</param>
/// <param name="ParameterName">A name for a parameter of that type.</param>
/// <param name="TextFunction">The function that gives a key's text.</param>
internal sealed record LevelKey(string TypeName, string ParameterName, string TextFunction)
{
    /// <summary>The class of the functions that give texts of levels.</summary>
    public const string LevelTextType = "global::GlmmDsl.Modeling.LevelText";

    /// <summary>The C# expression of the text of a key.</summary>
    public string TextOf(string key) => $"{TextFunction}({key})";

    /// <summary>The key of a variable's levels: the key of its column if the variable is a column or <c>factor(column)</c>; otherwise the level's text.</summary>
    public static LevelKey OfLevels(PlanVariable variable, RowModel row)
    {
        string parameter = ParameterOf(variable.Name);
        if (variable.Kind == ColumnKind.Logical)
        {
            return new LevelKey("bool", parameter, LevelTextType + ".Of");
        }

        return ColumnOf(variable.Variable.Expression, row) is { } column
            ? new LevelKey(column.KeyTypeName, parameter, TextFunctionOf(column))
            : new LevelKey("string", parameter, LevelTextType + ".Of");
    }

    /// <summary>The key of the contrasts of a factor whose levels are known only from the rows: a level, or the contrast's number or letter if contrasts are not levels.</summary>
    public static LevelKey OfContrasts(PlanVariable variable, Coding coding, RowModel row) =>
        coding switch
        {
            Coding.Treatment => OfLevels(variable, row),
            Coding.Polynomial => new LevelKey("string", "contrast", LevelTextType + ".Of"),
            _ => new LevelKey("int", "contrast", LevelTextType + ".OfInteger"),
        };

    /// <summary>The function that gives the text of a column's levels.</summary>
    public static string TextFunctionOf(RowColumn column) =>
        column.Value switch
        {
            ValueKind.Integer => LevelTextType + ".OfInteger",
            ValueKind.Enum => EnumFunctionOf(column),
            _ => LevelTextType + ".Of",
        };

    /// <summary>The generated function that names the values of a column's enum.</summary>
    public static string EnumFunctionOf(RowColumn column) => "LevelOf_" + column.Member.TrimStart('@');

    private static RowColumn? ColumnOf(ExpressionSyntax expression, RowModel row) =>
        expression switch
        {
            NameSyntax name => row.Find(name.Name),
            ParenthesizedSyntax parenthesized => ColumnOf(parenthesized.Inner, row),
            CallSyntax { Function.Name: "factor" or "as.factor" or "I", Arguments.Length: 1 } call => ColumnOf(call.Arguments[0].Value, row),
            _ => null,
        };

    private static string ParameterOf(string name)
    {
        string identifier = Identifiers.Of(name).TrimStart('@');
        return RowColumnReader.Escaped(char.ToLowerInvariant(identifier[0]) + identifier.Substring(1));
    }
}
