namespace GlmmDsl.Formulas;

/// <summary>How tightly an infix operator binds; a larger number binds tighter.</summary>
internal enum Precedence
{
    Bar,
    And,
    Comparison,
    Sum,
    Product,
    In,
    Interaction,
    Power,
}

/// <summary>An infix operator: its spelling, how R prints it between two operands, and how tightly it binds.</summary>
internal sealed record OperatorInfo(BinaryOperator Operator, string Spelling, Precedence Precedence, bool HasBlanks = true)
{
    public string Printed { get; } = HasBlanks ? " " + Spelling + " " : Spelling;
}

/// <summary>The infix operators of the formula language.</summary>
internal static class OperatorTable
{
    // In the order of the enumeration, so that an operator finds its row by its number.
    private static readonly OperatorInfo[] All =
    {
        new(BinaryOperator.Bar, "|", Precedence.Bar),
        new(BinaryOperator.DoubleBar, "||", Precedence.Bar),
        new(BinaryOperator.And, "&", Precedence.And),
        new(BinaryOperator.Equal, "==", Precedence.Comparison),
        new(BinaryOperator.NotEqual, "!=", Precedence.Comparison),
        new(BinaryOperator.Less, "<", Precedence.Comparison),
        new(BinaryOperator.LessOrEqual, "<=", Precedence.Comparison),
        new(BinaryOperator.Greater, ">", Precedence.Comparison),
        new(BinaryOperator.GreaterOrEqual, ">=", Precedence.Comparison),
        new(BinaryOperator.Add, "+", Precedence.Sum),
        new(BinaryOperator.Subtract, "-", Precedence.Sum),
        new(BinaryOperator.Multiply, "*", Precedence.Product),
        new(BinaryOperator.Divide, "/", Precedence.Product, HasBlanks: false),
        new(BinaryOperator.In, "%in%", Precedence.In),
        new(BinaryOperator.Interaction, ":", Precedence.Interaction, HasBlanks: false),
        new(BinaryOperator.Power, "^", Precedence.Power, HasBlanks: false),
    };

    private static readonly Dictionary<string, OperatorInfo> BySpelling = MakeSpellings();

    public static OperatorInfo Of(BinaryOperator @operator) => All[(int)@operator];

    public static OperatorInfo? Find(string spelling) => BySpelling.TryGetValue(spelling, out OperatorInfo? found) ? found : null;

    private static Dictionary<string, OperatorInfo> MakeSpellings()
    {
        Dictionary<string, OperatorInfo> spellings = All.ToDictionary(o => o.Spelling, StringComparer.Ordinal);

        // R reads ** as ^ and prints it so.
        spellings.Add("**", Of(BinaryOperator.Power));
        return spellings;
    }
}
