namespace GlmmDsl.Formulas.Tests.Terms;

/// <summary>Draws formulas from a seed.</summary>
internal sealed class RandomFormulas(int seed)
{
    private static readonly string[] Columns = ["week", "age", "smoker", "arm", "grade", "site"];
    private static readonly string[] Operators = [" + ", " - ", " * ", ":", "/", " %in% ", "^", " | ", " || ", " > ", " & ", " == "];
    private static readonly string[] Calls = ["log", "I", "factor", "offset", "cs", "poly", "mean", "cbind", "foo"];
    private readonly Random random = new(seed);

    /// <summary>A valid formula of the response y with up to two random-effects terms.</summary>
    public string Formula()
    {
        string right = string.Join(" + ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Summand(depth: 2)));
        for (int i = random.Next(3); i > 0; i--)
        {
            right += $" + ({(random.Next(2) == 0 ? "0 + " : "")}{Summand(1)} {(random.Next(3) == 0 ? "||" : "|")} {Pick(["patient", "patient/site", "site:patient", "factor(week)"])})";
        }

        return (random.Next(4) == 0 ? "y ~ 0 + " : "y ~ ") + right;
    }

    /// <summary>A valid product of columns and functions of columns.</summary>
    public string Summand(int depth) => depth == 0
        ? random.Next(6) switch
        {
            0 => "log(age)",
            1 => "I(week > 2)",
            2 => "poly(age, 2)",
            _ => Pick(Columns),
        }
        : random.Next(7) switch
        {
            0 => $"{Summand(depth - 1)} * {Summand(depth - 1)}",
            1 => $"{Summand(depth - 1)}:{Summand(0)}",
            2 => $"{Summand(depth - 1)}/{Summand(0)}",
            3 => $"({Summand(depth - 1)} + {Summand(depth - 1)})^2",
            4 => $"{Summand(depth - 1)} %in% {Summand(0)}",
            _ => Summand(0),
        };

    /// <summary>A text of the grammar that need not be a model.</summary>
    public string Anything(int depth) => depth == 0
        ? Pick([.. Columns, "y", "0", "1", "2", "pi", "\"drug\"", "nowhere", "seen", "notes", "patient"])
        : random.Next(8) switch
        {
            0 => $"({Anything(depth - 1)})",
            1 => $"{Pick(Calls)}({Anything(depth - 1)})",
            2 => $"{Pick(Calls)}({Anything(depth - 1)}, {Anything(0)})",
            3 => $"-{Pick(Columns)}",
            _ => $"({Anything(depth - 1)}){Pick(Operators)}({Anything(depth - 1)})",
        };

    private string Pick(string[] texts) => texts[random.Next(texts.Length)];
}
