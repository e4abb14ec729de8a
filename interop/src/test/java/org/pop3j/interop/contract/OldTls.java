package org.pop3j.interop.contract;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/**
 * The first record of TLS 1.0, 1.1 or 1.2, written octet by octet: a JDK no longer offers the old ones, and is therefore no
 * witness of a server that refuses them.
 */
final class OldTls {
    /** The type of the message by which a server agrees. */
    static final int SERVER_HELLO = 2;

    private static final int HANDSHAKE = 22;

    /** ECDHE and RSA with AES and SHA-1, which old versions and TLS 1.2 know; the last two with GCM, for TLS 1.2 only. */
    private static final short[] CIPHERS = {
        (short) 0xC009, (short) 0xC00A, (short) 0xC013, (short) 0xC014, 0x002F, 0x0035, (short) 0xC02B, (short) 0xC02F
    };

    /** Curves P-256 and P-384, uncompressed points; ECDSA and RSA with SHA-256 and SHA-1. */
    private static final byte[] EXTENSIONS = {
        0, 10, 0, 6, 0, 4, 0, 23, 0, 24, 0, 11, 0, 2, 1, 0, 0, 13, 0, 10, 0, 8, 4, 3, 4, 1, 2, 3, 2, 1
    };

    private OldTls() {}

    /** The type of the handshake message that a server answers with, or -1 if it answers with anything else, or not. */
    static int answer(ServerUnderTest server, int minor) throws IOException {
        try (Socket socket = said(server, minor)) {
            return answer(socket);
        }
    }

    /** The same, and then the end of the connection. */
    static int answerAndEnd(ServerUnderTest server, int minor) throws IOException {
        try (Socket socket = said(server, minor)) {
            int answer = answer(socket);
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (SocketTimeoutException e) {
                throw new NoAnswerInTime("no end", e);
            } catch (SocketException e) {
                // A reset is an end, too.
            }
            return answer;
        }
    }

    private static Socket said(ServerUnderTest server, int minor) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tlsPort());
        socket.setSoTimeout(server.patienceMillis());
        socket.getOutputStream().write(hello(minor));
        return socket;
    }

    private static int answer(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int record = in.read();
        if (record != HANDSHAKE) {
            return -1;
        }
        in.skipNBytes(4);
        return in.read();
    }

    private static byte[] hello(int minor) {
        int body = 2 + 32 + 1 + 2 + 2 * CIPHERS.length + 2 + 2 + EXTENSIONS.length;
        ByteBuffer hello = ByteBuffer.allocate(9 + body);
        hello.put((byte) HANDSHAKE).put((byte) 3).put((byte) 1).putShort((short) (4 + body));
        hello.put((byte) 1).put((byte) 0).putShort((short) body);
        hello.put((byte) 3).put((byte) minor).put(new byte[32]).put((byte) 0);
        hello.putShort((short) (2 * CIPHERS.length));
        for (short cipher : CIPHERS) {
            hello.putShort(cipher);
        }
        hello.put((byte) 1).put((byte) 0).putShort((short) EXTENSIONS.length).put(EXTENSIONS);
        return hello.array();
    }
}
