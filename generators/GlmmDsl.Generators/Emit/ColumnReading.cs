using GlmmDsl.Formulas;
using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>How generated code reads one member into a column: the builder's field, its buffer in a run, the assignment, the column.</summary>
internal sealed class ColumnReading
{
    private const string Modeling = "global::GlmmDsl.Modeling.";
    private readonly RowColumn column;
    private readonly string member;
    private readonly bool isNumber;
    private readonly bool isCoded;

    public ColumnReading(UsedColumn used, string member)
    {
        column = used.Column;
        this.member = member;
        isNumber = column.Kind == ColumnKind.Numeric && (!used.IsLevelled || column.Value == ValueKind.Double);
        isCoded = column.Value is ValueKind.Enum or ValueKind.Boolean;
    }

    private string Bare => column.Member.TrimStart('@');

    private string Field => Bare + "Column";

    private string Room => Bare + (isNumber ? "Values" : "Codes");

    /// <summary>The declaration of the field that collects the column.</summary>
    public string FieldDeclaration
    {
        get
        {
            string name = Literals.Text(column.Name);
            if (isNumber)
            {
                return $"private readonly {Modeling}NumberColumnBuilder {Field} = new({name});";
            }

            if (isCoded)
            {
                string levels = column.Value == ValueKind.Enum ? EnumLevelsEmitter.LevelsField(column) : string.Join(", ", column.Levels.Items.Select(Literals.Text));
                return $"private readonly {Modeling}CodeColumnBuilder {Field} = new({name}, {levels}){Settings(column.Kind == ColumnKind.Logical ? "IsLogical = true" : null)};";
            }

            string declared = column.AreLevelsKnown ? $"Levels = new string[] {{ {string.Join(", ", column.Levels.Items.Select(Literals.Text))} }}" : "";
            string byText = column.Value is ValueKind.Text or ValueKind.Guid ? "IsOrderedByText = true" : "";
            return $"private readonly {Modeling}LevelColumnBuilder<{column.KeyTypeName}> {Field} = new({name}, {LevelKey.TextFunctionOf(column)}){Settings(declared, byText)};";
        }
    }

    /// <summary>The local variable for the column's buffer in a run.</summary>
    public string RoomDeclaration => $"global::System.Span<{(isNumber ? "double" : "int")}> {Room} = {Field}.Reserve(rows.Length, Expected);";

    /// <summary>The assignment of one row's value.</summary>
    public string Assignment => $"{Room}[i] = {(isNumber ? Number() : isCoded ? Code() : Level())};";

    /// <summary>The expression of the finished column.</summary>
    public string ToColumn =>
        column.Kind == ColumnKind.Numeric && !isNumber
            ? $"{Field}.ToNumericColumn(static value => {NumberOf("value")})"
            : $"{Field}.ToColumn()";

    private string Access => "row." + member;

    private string Settings(params string?[] settings)
    {
        List<string> all = settings.Where(s => !string.IsNullOrEmpty(s)).Select(s => s!).ToList();
        if (column.IsOrdered)
        {
            all.Add("IsOrdered = true");
        }

        if (column.Coding is { } coding)
        {
            all.Add($"Coding = global::GlmmDsl.Coding.{coding}");
        }

        return all.Count == 0 ? "" : $" {{ {string.Join(", ", all)} }}";
    }

    private string Number()
    {
        if (column.Value == ValueKind.Date)
        {
            return column.IsNullableValue ? $"{Access} is {{ }} {Bare}Value ? {NumberOf(Bare + "Value")} : double.NaN" : NumberOf(Access);
        }

        return column.IsNullableValue ? $"(double?){Access} ?? double.NaN" : $"(double){Access}";
    }

    private string NumberOf(string value) => NumberOf(column, value);

    /// <summary>The expression of the number that a value of a numeric column is. Dates are numbers as in R: days since 1970-01-01.</summary>
    public static string NumberOf(RowColumn column, string value) =>
        column.Value == ValueKind.Date ? $"(double)({value}.DayNumber - 719162)" : $"(double){value}";

    private string Code()
    {
        if (column.Value == ValueKind.Enum)
        {
            string code = $"{EnumLevelsEmitter.CodeFunction(column)}({(column.IsNullableValue ? Bare + "Value" : Access)}) is >= 0 and var {Bare}Code ? {Bare}Code : throw {Error()}";
            return column.IsNullableValue ? $"{Access} is {{ }} {Bare}Value ? {code} : -1" : code;
        }

        // [Factor("TRUE", "FALSE")] may reverse the order.
        int no = column.Levels.Items.IndexOf("FALSE");
        int yes = column.Levels.Items.IndexOf("TRUE");
        return column.IsNullableValue
            ? $"{Access} switch {{ null => -1, {Arm("true", yes)}, {Arm("false", no)} }}"
            : $"{Access} switch {{ {Arm("true", yes)}, {Arm("false", no)} }}";

        string Arm(string value, int index) => index >= 0 ? $"{value} => {index}" : $"{value} => throw {Error()}";
    }

    private string Error() => $"{Field}.NotALevel(i, rows.Length, {Access})";

    private string Level()
    {
        bool canBeNull = column.IsNullableValue || column.Value == ValueKind.Text;
        return canBeNull
            ? $"{Access} is {{ }} {Bare}Value ? {Field}.CodeOf({Bare}Value, i, rows.Length) : -1"
            : $"{Field}.CodeOf({Access}, i, rows.Length)";
    }
}
