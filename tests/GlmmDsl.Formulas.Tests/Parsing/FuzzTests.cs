using System.Text;

namespace GlmmDsl.Formulas.Tests.Parsing;

/// <summary>Any text gives a result with spans inside the text and an error for each gap, and a valid formula is printed so that it parses to the same tree.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 20_000;

    private const string Characters = "abxyz._019 ()()+-*/:^|&!<>=~,'\"`%\\$@[]{};?#eLé\u0301\ud83d\ude00\n\t";

    private static readonly string[] Words =
    [
        "a", "b2", "`c d`", "1", "0.5", "'s'", "(", ")", "f(", ",", "+", "-", "*", "/", ":", "^", "!", "|", "||", "&", "<", "==", "~", "%in%",
        "%%", "<-", "=", "$", "[", "]", " ", "**", "->", "&&",
    ];

    private static readonly string[] Formulas =
    [
        "Reaction ~ Days + (Days | Subject)",
        "y ~ a * b + log(x + 1) + poly(z, degree = 2) + (1 + x || g/h)",
        "cbind(i, s - i) ~ p + (1 | `h d`)",
        "log(y) ~ -1 + a^2:b %in% c + I(x > -2 & !z) + cs(0 + f('a') | g)",
    ];

    [Fact]
    public void Random_texts_are_read_or_refused()
    {
        var random = new Random(20_261_121);
        for (int i = 0; i < Rounds; i++)
        {
            var text = new StringBuilder();
            for (int length = random.Next(60); length > 0; length--)
            {
                _ = random.Next(2) == 0 ? text.Append(Characters[random.Next(Characters.Length)]) : text.Append(Words[random.Next(Words.Length)]);
            }

            AssertSound(text.ToString());
        }
    }

    [Fact]
    public void Formulas_with_random_edits_are_read_or_refused()
    {
        var random = new Random(20_261_122);
        for (int i = 0; i < Rounds; i++)
        {
            var text = new StringBuilder(Formulas[random.Next(Formulas.Length)]);
            for (int edits = random.Next(1, 5); edits > 0; edits--)
            {
                int at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Insert(at, Words[random.Next(Words.Length)]),
                    1 => text.Remove(at, 1),
                    _ => text.Replace(text[at], Characters[random.Next(Characters.Length)], at, 1),
                };
            }

            AssertSound(text.ToString());
        }
    }

    [Fact]
    public void Random_trees_print_and_read_back_the_same()
    {
        var random = new Random(20_261_123);
        for (int i = 0; i < Rounds / 4; i++)
        {
            string source = RandomExpression(random, 4);
            FormulaParseResult first = FormulaParser.Parse("y ~ " + source);
            Assert.Empty(first.Diagnostics);
            FormulaParseResult second = FormulaParser.Parse(first.Syntax!.ToString());

            Assert.Empty(second.Diagnostics);
            Assert.Equal(Shapes.Of(first.Syntax), Shapes.Of(second.Syntax!));
        }
    }

    private static string RandomExpression(Random random, int depth)
    {
        string[] leaves = ["a", "x.1", "`b c`", "1", "0.25", "2L", "'t\\n'", "pi"];
        string[] infix = ["+", "-", "*", "/", ":", "^", "**", "%in%", "|", "||", "&"];
        if (depth == 0)
        {
            return leaves[random.Next(leaves.Length)];
        }

        string Inner() => RandomExpression(random, depth - 1);
        return random.Next(8) switch
        {
            0 => leaves[random.Next(leaves.Length)],
            1 => $"({Inner()})",
            2 => $"({RandomExpression(random, 0)} >= {RandomExpression(random, 0)})",
            3 => $"f({Inner()}, k = {Inner()})",
            4 => "-+!"[random.Next(3)] + Inner(),
            _ => $"{Inner()} {infix[random.Next(infix.Length)]} {Inner()}",
        };
    }

    private static void AssertSound(string text)
    {
        FormulaParseResult result = FormulaParser.Parse(text);
        Assert.All(result.Diagnostics, d => AssertInside(d.Span));
        if (result.Syntax is null)
        {
            Assert.NotEmpty(result.Diagnostics);
            return;
        }

        foreach (ExpressionSyntax node in result.Syntax.Right.DescendantsAndSelf())
        {
            AssertInside(node.Span);
            Assert.False(node is MissingSyntax && result.Diagnostics.IsEmpty, text);
        }

        if (result.Diagnostics.IsEmpty)
        {
            FormulaParseResult again = FormulaParser.Parse(result.Syntax.ToString());
            Assert.Empty(again.Diagnostics);
            Assert.Equal(Shapes.Of(result.Syntax), Shapes.Of(again.Syntax!));
        }

        void AssertInside(TextSpan span) => Assert.True(span is { Start: >= 0, Length: >= 0 } && span.End <= text.Length, text);
    }
}
