using System.Globalization;
using System.Text;
using GlmmDsl.Analyzers.Tests.Harness;
using GlmmDsl.Analyzers.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Tests.Text;

/// <summary>The map from a constant's characters to its source, for random values in random notations.</summary>
public class FormulaTextReaderTests
{
    private static readonly string[] Pieces = ["a", "Z", " ", "~", "|", "\"", "\\", "{", "}", "\t", "é", "\U0001F600", "\u2028", "0", "'"];

    public static TheoryData<string> Notations => ["regular", "verbatim", "raw", "rawLines", "interpolated", "interpolatedVerbatim", "interpolatedRaw", "concatenated"];

    [Theory]
    [MemberData(nameof(Notations))]
    public void Each_character_maps_to_the_source_that_wrote_it(string notation)
    {
        var random = new Random(20_261_121);
        for (int round = 0; round < 60; round++)
        {
            string value = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            if (notation is "raw" or "interpolatedRaw")
            {
                value = "a" + value.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace("\u2028", "", StringComparison.Ordinal).Replace("\"\"\"", "\"", StringComparison.Ordinal) + "b";
            }

            if (notation == "rawLines")
            {
                value = value.Replace("\u2028", "\n", StringComparison.Ordinal).Replace("\"\"\"", "\"", StringComparison.Ordinal);
            }

            (string literal, List<string> sources) = Write(value, notation, random);
            FormulaText text = Read("class C { const string S = " + literal + "; }");

            Assert.Equal(value, text.Value);
            int from = 0;
            for (int i = 0; i < value.Length; i++)
            {
                var span = new GlmmDsl.Formulas.TextSpan(i, 1);
                Assert.True(text.IsExact(span), literal);
                Location place = text.Map(span);
                Assert.True(place.SourceSpan.Start >= from, literal);
                Assert.Equal(sources[i], place.SourceTree!.GetText().ToString(place.SourceSpan));
                from = char.IsHighSurrogate(value[i]) ? place.SourceSpan.Start : place.SourceSpan.End;
            }
        }
    }

    [Theory]
    [InlineData("class C { const string S = \"\"; }")]
    [InlineData("class C { const string S = \"\"\"\"\"\"; }")]
    [InlineData("class C { const string S = (string)\"ab\"; }")]
    [InlineData("class C { const string S = true ? \"ab\" : \"c\"; }")]
    public void What_cannot_be_looked_into_maps_to_the_whole(string source)
    {
        FormulaText text = Read(source);
        Assert.False(text.IsExact(new GlmmDsl.Formulas.TextSpan(0, 1)));
        Assert.Equal(text.Whole, text.Map(new GlmmDsl.Formulas.TextSpan(0, text.Value.Length)));
    }

    private static FormulaText Read(string source)
    {
        CSharpCompilation compilation = TestCompilation.Create(source);
        SyntaxTree tree = compilation.SyntaxTrees[0];
        ExpressionSyntax expression = tree.GetRoot().DescendantNodes().OfType<EqualsValueClauseSyntax>().First().Value;
        return FormulaTextReader.Read(expression, compilation.GetSemanticModel(tree), CancellationToken.None)!;
    }

    /// <summary>Writes a value in a notation; gives, for each of its characters, the source that stands for it.</summary>
    private static (string Literal, List<string> Sources) Write(string value, string notation, Random random)
    {
        var body = new StringBuilder();
        var sources = new List<string>();
        for (int i = 0; i < value.Length; i++)
        {
            string shown = Shown(value, i, notation, random);
            bool isPair = char.IsHighSurrogate(value[i]) && shown.StartsWith("\\U", StringComparison.Ordinal);
            sources.Add(shown);
            body.Append(shown);
            if (isPair)
            {
                sources.Add(shown);
                i++;
            }
            else if (notation == "concatenated" && random.Next(3) == 0 && !char.IsHighSurrogate(value[i]))
            {
                body.Append("\" + \"");
            }
            else if (notation == "rawLines" && value[i] == '\n')
            {
                body.Append("    ");
            }
        }

        string literal = notation switch
        {
            "verbatim" => "@\"" + body + "\"",
            "raw" => "\"\"\"" + body + "\"\"\"",
            "rawLines" => "\"\"\"\n    " + body + "\n    \"\"\"",
            "interpolated" => "$\"" + body + "\"",
            "interpolatedVerbatim" => "$@\"" + body + "\"",
            "interpolatedRaw" => "$$\"\"\"" + body + "\"\"\"",
            _ => "\"" + body + "\"",
        };
        return (literal, sources);
    }

    private static string Shown(string value, int index, string notation, Random random)
    {
        char c = value[index];
        if (notation is "raw" or "rawLines" or "interpolatedRaw")
        {
            return c.ToString();
        }

        if (notation.StartsWith("interpolated", StringComparison.Ordinal) && c is '{' or '}')
        {
            return new string(c, 2);
        }

        if (notation is "verbatim" or "interpolatedVerbatim")
        {
            return c == '"' ? "\"\"" : c.ToString();
        }

        if (char.IsHighSurrogate(c) && random.Next(2) == 0)
        {
            return "\\U" + char.ConvertToUtf32(value, index).ToString("X8", CultureInfo.InvariantCulture);
        }

        return c switch
        {
            '"' or '\\' => "\\" + c,
            '\t' => "\\t",
            '\u2028' => "\\u2028",
            _ when random.Next(4) == 0 => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
            _ => c.ToString(),
        };
    }
}
