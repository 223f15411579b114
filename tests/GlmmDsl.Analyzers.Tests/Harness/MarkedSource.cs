using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Tests.Harness;

/// <summary>Source with the expected diagnostics marked in it: <c>{|GLMM102:Dys|}</c>, or <c>[|Dys|]</c> for the rule under test.</summary>
internal sealed partial class MarkedSource
{
    private MarkedSource(string text, IReadOnlyList<(string Id, TextSpan Span)> marks)
    {
        Text = text;
        Marks = marks;
    }

    /// <summary>The source without its marks.</summary>
    public string Text { get; }

    /// <summary>What is expected where.</summary>
    public IReadOnlyList<(string Id, TextSpan Span)> Marks { get; }

    /// <summary>Reads marks; they may be nested.</summary>
    /// <param name="source">The marked source.</param>
    /// <param name="rule">The rule that unnamed marks stand for.</param>
    public static MarkedSource Parse(string source, string rule)
    {
        var text = new StringBuilder();
        var marks = new List<(string, TextSpan)>();
        var open = new Stack<(string Id, int Start)>();
        int position = 0;
        while (position < source.Length)
        {
            Match named = NamedMark().Match(source, position);
            if (named.Success && named.Index == position)
            {
                open.Push((named.Groups[1].Value, text.Length));
                position += named.Length;
            }
            else if (string.CompareOrdinal(source, position, "[|", 0, 2) == 0)
            {
                open.Push((rule, text.Length));
                position += 2;
            }
            else if (open.Count > 0 && (string.CompareOrdinal(source, position, "|]", 0, 2) == 0 || string.CompareOrdinal(source, position, "|}", 0, 2) == 0))
            {
                (string id, int start) = open.Pop();
                marks.Add((id, TextSpan.FromBounds(start, text.Length)));
                position += 2;
            }
            else
            {
                text.Append(source[position++]);
            }
        }

        return new MarkedSource(text.ToString(), marks);
    }

    [GeneratedRegex(@"\G\{\|([A-Z]+[0-9]+):")]
    private static partial Regex NamedMark();
}
